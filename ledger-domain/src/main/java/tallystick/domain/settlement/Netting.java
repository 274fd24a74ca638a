package tallystick.domain.settlement;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Bilateral and multilateral netting (settlement chapter §4.3.3). Pure: the result depends on the
 * set of obligations only, and comes in canonical order: asset, then operators by name.
 *
 * @param grossMinor Σ of the obligations per asset
 * @param bilateral what remains per pair, pairs that cancel out left away
 * @param positions every operator that owes or is owed, per asset; they sum to 0 per asset
 */
public record Netting(
        SortedMap<String, Long> grossMinor,
        List<BilateralPosition> bilateral,
        List<NetPosition> positions) {

    public Netting {
        grossMinor = Canonical.sorted(grossMinor);
        bilateral = List.copyOf(bilateral);
        positions = List.copyOf(positions);
    }

    /**
     * Nets the obligations.
     *
     * @throws IllegalArgumentException for a negative amount or a debtor that is its own creditor
     * @throws ArithmeticException when a sum leaves 63 bits of minor units
     */
    public static Netting of(List<Obligation> obligations) {
        SortedMap<String, Long> gross = new TreeMap<>();
        List<BilateralPosition> bilateral = new ArrayList<>();
        List<NetPosition> positions = new ArrayList<>();
        for (GrossMatrix matrix : GrossMatrix.perAsset(obligations).values()) {
            BilateralMatrix pairs = matrix.bilateral();
            gross.put(matrix.asset(), matrix.grossMinor());
            bilateral.addAll(pairs.remaining());
            positions.addAll(agreed(matrix.multilateral(), pairs.multilateral()).each());
        }
        return new Netting(gross, bilateral, positions);
    }

    /** The net positions, when both ways to compute them agree (I7); a bug stops the ledger. */
    static NetPositions agreed(NetPositions fromGross, NetPositions fromPairs) {
        if (!fromGross.equals(fromPairs)) {
            throw new IllegalStateException(
                    "net positions differ: " + fromGross + " from gross, " + fromPairs);
        }
        return fromGross;
    }
}
