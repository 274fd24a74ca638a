package tallystick.domain.settlement;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is left between every two operators after setting off: {@code B[i][j] = G[i][j] − G[j][i]},
 * more than 0 where i pays j. Antisymmetric (I5), which the constructor checks.
 *
 * @param asset what it is counted in
 * @param dueMinor minor units by debtor and creditor, each pair in both orders
 */
public record BilateralMatrix(String asset, SortedMap<OperatorPair, Long> dueMinor) {

    /**
     * @throws IllegalArgumentException when some {@code B[i][j] ≠ −B[j][i]} or either is missing
     * @throws ArithmeticException for an amount that has no negative in 63 bits
     */
    public BilateralMatrix {
        ArgumentCheck.name("asset", asset);
        dueMinor = Canonical.sorted(dueMinor);
        for (OperatorPair pair : dueMinor.keySet()) {
            Long back = dueMinor.get(pair.reversed());
            ArgumentCheck.that(
                    back != null && back == Math.negateExact(dueMinor.get(pair)),
                    "dueMinor[" + pair + "]",
                    "must be the negative of its reverse");
        }
    }

    /** What {@code debtor} pays {@code creditor}; below 0 when it is the one to be paid. */
    public long dueMinor(String debtor, String creditor) {
        return dueMinor.getOrDefault(new OperatorPair(debtor, creditor), 0L);
    }

    /** The payments that remain, pairs that cancel out left away, in order of the pairs. */
    public List<BilateralPosition> remaining() {
        List<BilateralPosition> result = new ArrayList<>();
        dueMinor.forEach(
                (pair, minor) -> {
                    if (pair.debtor().compareTo(pair.creditor()) < 0 && minor != 0) {
                        OperatorPair payers = minor > 0 ? pair : pair.reversed();
                        result.add(
                                new BilateralPosition(
                                        asset,
                                        payers.debtor(),
                                        payers.creditor(),
                                        Math.absExact(minor)));
                    }
                });
        return List.copyOf(result);
    }

    /**
     * {@code N[i] = Σⱼ B[j][i]} (I7). Positive is to receive, as in {@link NetPosition}, so the sum
     * runs over what the others pay i; over what i pays it is the negative.
     */
    public NetPositions multilateral() {
        SortedMap<String, Long> net = new TreeMap<>();
        dueMinor.forEach((pair, minor) -> net.merge(pair.creditor(), minor, Math::addExact));
        return new NetPositions(asset, net);
    }
}
