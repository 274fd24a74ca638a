package tallystick.domain.settlement;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Who owes whom how much in one asset, before any set-off: {@code G[i][j]}, settlement chapter
 * §4.3.3. Sparse: pairs that never met are not kept. Its total fits 63 bits, and no bilateral or
 * net amount can exceed the total, so nothing derived from it overflows.
 *
 * @param asset what it is counted in
 * @param owedMinor minor units, 0 or more, by debtor and creditor
 */
public record GrossMatrix(String asset, SortedMap<OperatorPair, Long> owedMinor) {

    /**
     * @throws IllegalArgumentException for a blank asset or an amount below 0
     * @throws ArithmeticException when the total leaves 63 bits of minor units
     */
    public GrossMatrix {
        ArgumentCheck.name("asset", asset);
        owedMinor = ArgumentCheck.amounts("owedMinor", owedMinor);
        total(owedMinor);
    }

    /** The matrix of each asset that occurs in the obligations, in order of the assets. */
    public static SortedMap<String, GrossMatrix> perAsset(List<Obligation> obligations) {
        SortedMap<String, SortedMap<OperatorPair, Long>> cells = new TreeMap<>();
        for (Obligation owed : obligations) {
            OperatorPair pair = new OperatorPair(owed.debtor(), owed.creditor());
            ArgumentCheck.notNegative("minor of " + pair, owed.minor());
            cells.computeIfAbsent(owed.asset(), _ -> new TreeMap<>())
                    .merge(pair, owed.minor(), Math::addExact);
        }
        SortedMap<String, GrossMatrix> result = new TreeMap<>();
        cells.forEach((asset, owed) -> result.put(asset, new GrossMatrix(asset, owed)));
        return result;
    }

    /** What {@code debtor} owes {@code creditor}, 0 when nothing. */
    public long owedMinor(String debtor, String creditor) {
        return owedMinor.getOrDefault(new OperatorPair(debtor, creditor), 0L);
    }

    /** Σ of all debts. */
    public long grossMinor() {
        return total(owedMinor);
    }

    /**
     * Both windows' debts together.
     *
     * @throws IllegalArgumentException when the other is of another asset
     * @throws ArithmeticException when the total leaves 63 bits of minor units
     */
    public GrossMatrix plus(GrossMatrix other) {
        ArgumentCheck.that(asset.equals(other.asset), "asset", "must be " + asset + " in both");
        SortedMap<OperatorPair, Long> sum = new TreeMap<>(owedMinor);
        other.owedMinor.forEach((pair, minor) -> sum.merge(pair, minor, Math::addExact));
        return new GrossMatrix(asset, sum);
    }

    /** {@code B = G − Gᵀ}. */
    public BilateralMatrix bilateral() {
        SortedMap<OperatorPair, Long> due = new TreeMap<>();
        owedMinor.forEach(
                (pair, minor) -> {
                    due.merge(pair, minor, Math::addExact);
                    due.merge(pair.reversed(), -minor, Math::addExact);
                });
        return new BilateralMatrix(asset, due);
    }

    /** {@code N[i] = Σⱼ (G[j][i] − G[i][j])}, straight from the debts. */
    public NetPositions multilateral() {
        SortedMap<String, Long> net = new TreeMap<>();
        owedMinor.forEach(
                (pair, minor) -> {
                    net.merge(pair.creditor(), minor, Math::addExact);
                    net.merge(pair.debtor(), -minor, Math::addExact);
                });
        return new NetPositions(asset, net);
    }

    private static long total(Map<OperatorPair, Long> owed) {
        long total = 0;
        for (long minor : owed.values()) {
            total = Math.addExact(total, minor);
        }
        return total;
    }
}
