package tallystick.app.demo;

import java.math.BigInteger;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.domain.usage.TokenClass;

/** What the client sent, added up by the client: what the ledger's answers are held against. */
final class DemoBook {

    /** Who owes whom: one statement of a window. */
    record Pair(String window, DemoOperator home, DemoOperator serving)
            implements Comparable<Pair> {
        @Override
        public int compareTo(Pair other) {
            int byWindow = window.compareTo(other.window);
            int byHome = byWindow != 0 ? byWindow : home.compareTo(other.home);
            return byHome != 0 ? byHome : serving.compareTo(other.serving);
        }
    }

    /**
     * One line of a statement.
     *
     * @param records how many requests
     * @param tokens per class of {@link DemoModel#CLASSES}
     * @param pico Σ wholesale, exact
     */
    record Tally(long records, Map<TokenClass, Long> tokens, BigInteger pico) {

        static final Tally NOTHING = new Tally(0, Map.of(), BigInteger.ZERO);

        Tally plus(UsageLine line, BigInteger linePico) {
            Map<TokenClass, Long> sums = new EnumMap<>(TokenClass.class);
            for (TokenClass tokenClass : DemoModel.CLASSES) {
                long before = tokens.getOrDefault(tokenClass, 0L);
                sums.put(tokenClass, Math.addExact(before, line.tokens(tokenClass)));
            }
            return new Tally(records + 1, Collections.unmodifiableMap(sums), pico.add(linePico));
        }
    }

    private final SortedMap<Integer, BigInteger> retailByRank = new TreeMap<>();
    private final SortedMap<Pair, SortedMap<DemoModel, Tally>> statements = new TreeMap<>();
    private long rows;
    private long tokensIn;
    private long tokensOut;

    /** Adds a line that the ledger must accept, in a window. */
    void add(UsageLine line, String window) {
        rows++;
        tokensIn = Math.addExact(tokensIn, line.uncached() + line.cacheRead());
        tokensOut = Math.addExact(tokensOut, line.text() + line.reasoning());
        retailByRank.merge(line.wallet().rank(), DemoPrices.retailPico(line), BigInteger::add);
        if (line.roaming()) {
            statements
                    .computeIfAbsent(
                            new Pair(window, line.home(), line.serving()), _ -> new TreeMap<>())
                    .compute(line.model(), (_, sum) -> plus(sum, line));
        }
    }

    private static Tally plus(@org.jspecify.annotations.Nullable Tally sum, UsageLine line) {
        Tally before = sum == null ? Tally.NOTHING : sum;
        return before.plus(line, DemoPrices.wholesalePico(line));
    }

    long rows() {
        return rows;
    }

    long tokensIn() {
        return tokensIn;
    }

    long tokensOut() {
        return tokensOut;
    }

    /** Σ retail of a wallet, in pico-units of its currency. */
    BigInteger retailPico(DemoWallet wallet) {
        return retailByRank.getOrDefault(wallet.rank(), BigInteger.ZERO);
    }

    /** Per pair that roamed, per model: the lines its statement must have. */
    SortedMap<Pair, SortedMap<DemoModel, Tally>> statements() {
        return Collections.unmodifiableSortedMap(statements);
    }
}
