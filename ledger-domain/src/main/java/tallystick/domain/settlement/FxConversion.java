package tallystick.domain.settlement;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Final net positions after the conversions that operators elected (settlement chapter §4.3.4).
 * Obligations stay in the currency of their invoice; only a final net is converted, whole, once.
 *
 * <p>The settlement agent stands between: it takes over the operator's position in base and owes,
 * or is owed, the converted amount in quote, both legs or neither ({@link PvpPair}): when a pair
 * comes back, convert again without that election. Each operator's amount is rounded by itself, so
 * it depends on that operator's net and the fixing alone; the agent's amount is rounded once per
 * currency pair; what the roundings differ by is the residual that goes to {@code
 * fx-rounding:<quote>}. With it every currency still sums to 0 (I6).
 *
 * @param positions per asset, the agent and the residual account included
 * @param converted what was converted, by base, quote and operator
 * @param tooSmall elections whose net is worth less than half a minor unit of quote: left as is
 * @param fxRoundingMinor the residual per currency where it is not 0, minor units, as it stands in
 *     the positions
 */
public record FxConversion(
        SortedMap<String, NetPositions> positions,
        List<Converted> converted,
        List<Election> tooSmall,
        SortedMap<String, Long> fxRoundingMinor) {

    /**
     * An operator's wish to settle its net in the fixing's base in the fixing's quote.
     *
     * @param operator whose net it is
     * @param fixing the rate, one for all elections of the same pair
     */
    public record Election(String operator, FxFixing fixing) implements Comparable<Election> {

        public Election {
            ArgumentCheck.name("operator", operator);
        }

        @Override
        public int compareTo(Election other) {
            int byBase = fixing.base().compareTo(other.fixing.base());
            int byQuote = byBase != 0 ? byBase : fixing.quote().compareTo(other.fixing.quote());
            return byQuote != 0 ? byQuote : operator.compareTo(other.operator);
        }
    }

    /**
     * One net, converted.
     *
     * @param operator whose net it is
     * @param fixing the rate used
     * @param baseMinor minor units of base given up: positive was to receive, never 0
     * @param quoteMinor minor units of quote instead, of the same sign, never 0
     */
    public record Converted(String operator, FxFixing fixing, long baseMinor, long quoteMinor) {

        /**
         * The two payments: the agent pays the operator's debt in base against the operator's
         * payment in quote, or passes on quote against the operator's receipt in base.
         */
        public PvpPair against(String agent) {
            boolean receives = baseMinor > 0;
            return new PvpPair(
                    leg(fixing.base(), receives ? operator : agent, agent, baseMinor),
                    leg(fixing.quote(), receives ? agent : operator, agent, quoteMinor));
        }

        private PvpPair.Leg leg(String asset, String payer, String agent, long minor) {
            String payee = payer.equals(agent) ? operator : agent;
            return new PvpPair.Leg(asset, payer, payee, Math.absExact(minor));
        }
    }

    public FxConversion {
        positions = Canonical.sorted(positions);
        converted = List.copyOf(converted);
        tooSmall = List.copyOf(tooSmall);
        fxRoundingMinor = Canonical.sorted(fxRoundingMinor);
    }

    /** The residual account of a currency. */
    public static String roundingAccount(String asset) {
        return "fx-rounding:" + asset;
    }

    /**
     * Converts the elected nets.
     *
     * @param finals the final net positions, one set per asset
     * @param elections at most one per operator and base; nets of 0 need nothing
     * @param agent the settlement agent, which holds no final net of its own, nor does the residual
     *     account
     * @throws IllegalArgumentException naming the field and the rule that is broken
     * @throws ArithmeticException when an amount leaves 63 bits of minor units
     */
    public static FxConversion of(
            Collection<NetPositions> finals, Collection<Election> elections, String agent) {
        List<Election> sorted = elections.stream().sorted().toList();
        checkElections(sorted);
        Desk desk = new Desk(agent, finals);
        int from = 0;
        while (from < sorted.size()) {
            int to = from + 1;
            while (to < sorted.size() && samePair(sorted.get(from), sorted.get(to))) {
                to++;
            }
            desk.convert(sorted.subList(from, to));
            from = to;
        }
        return desk.result();
    }

    private static void checkElections(List<Election> sorted) {
        SortedMap<String, SortedSet<String>> electors = new TreeMap<>();
        for (int i = 0; i < sorted.size(); i++) {
            Election election = sorted.get(i);
            FxFixing fixing = election.fixing();
            ArgumentCheck.that(
                    electors.computeIfAbsent(fixing.base(), _ -> new TreeSet<>())
                            .add(election.operator()),
                    "elections",
                    "must be one per operator and base: " + election.operator());
            ArgumentCheck.that(
                    i == 0
                            || !samePair(sorted.get(i - 1), election)
                            || sorted.get(i - 1).fixing().equals(fixing),
                    "elections",
                    "must share one fixing for " + fixing.base() + "/" + fixing.quote());
        }
    }

    private static boolean samePair(Election a, Election b) {
        return a.fixing().base().equals(b.fixing().base())
                && a.fixing().quote().equals(b.fixing().quote());
    }

    /** The positions while they are being converted; no order of the moves can overflow them. */
    private static final class Desk {

        private final String agent;
        private final SortedMap<String, NetPositions> finals = new TreeMap<>();
        private final SortedMap<String, SortedMap<String, BigInteger>> minor = new TreeMap<>();
        private final List<Converted> converted = new ArrayList<>();
        private final List<Election> tooSmall = new ArrayList<>();

        Desk(String agent, Collection<NetPositions> finals) {
            ArgumentCheck.name("agent", agent);
            this.agent = agent;
            for (NetPositions positions : finals) {
                String asset = positions.asset();
                ArgumentCheck.that(
                        this.finals.put(asset, positions) == null,
                        "finals",
                        "must be one set per asset: " + asset);
                ArgumentCheck.that(
                        !positions.minor().containsKey(agent)
                                && !positions.minor().containsKey(roundingAccount(asset)),
                        "finals",
                        "must not hold the agent or the residual account");
                SortedMap<String, BigInteger> copy = new TreeMap<>();
                positions.minor().forEach((who, net) -> copy.put(who, BigInteger.valueOf(net)));
                minor.put(asset, copy);
            }
        }

        /** Converts all elections of one currency pair. */
        void convert(List<Election> elections) {
            FxFixing fixing = elections.getFirst().fixing();
            Fraction exact = Fraction.ZERO;
            BigInteger rounded = BigInteger.ZERO;
            for (Election election : elections) {
                long base = finalMinor(fixing.base(), election.operator());
                Fraction worth = fixing.convertMinor(base);
                BigInteger quote = worth.roundHalfEven();
                if (quote.signum() != 0) {
                    move(fixing.base(), election.operator(), agent, BigInteger.valueOf(base));
                    move(fixing.quote(), agent, election.operator(), quote);
                    converted.add(
                            new Converted(
                                    election.operator(), fixing, base, quote.longValueExact()));
                    exact = exact.plus(worth);
                    rounded = rounded.add(quote);
                } else if (base != 0) {
                    tooSmall.add(election);
                }
            }
            // What the agent paid beyond its own total, rounded once, is the residual.
            move(
                    fixing.quote(),
                    roundingAccount(fixing.quote()),
                    agent,
                    rounded.subtract(exact.roundHalfEven()));
        }

        private long finalMinor(String asset, String operator) {
            NetPositions positions = finals.get(asset);
            return positions == null ? 0 : positions.minor(operator);
        }

        private void move(String asset, String from, String to, BigInteger amountMinor) {
            if (amountMinor.signum() != 0) {
                SortedMap<String, BigInteger> positions =
                        minor.computeIfAbsent(asset, _ -> new TreeMap<>());
                positions.merge(from, amountMinor.negate(), BigInteger::add);
                positions.merge(to, amountMinor, BigInteger::add);
            }
        }

        FxConversion result() {
            SortedMap<String, NetPositions> positions = new TreeMap<>();
            SortedMap<String, Long> rounding = new TreeMap<>();
            minor.forEach(
                    (asset, amounts) -> {
                        SortedMap<String, Long> exact = new TreeMap<>();
                        amounts.forEach((who, net) -> exact.put(who, net.longValueExact()));
                        long residual = exact.getOrDefault(roundingAccount(asset), 0L);
                        if (residual == 0) {
                            exact.remove(roundingAccount(asset));
                        } else {
                            rounding.put(asset, residual);
                        }
                        positions.put(asset, new NetPositions(asset, exact));
                    });
            return new FxConversion(positions, converted, tooSmall, rounding);
        }
    }
}
