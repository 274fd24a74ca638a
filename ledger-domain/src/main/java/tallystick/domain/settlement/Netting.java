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

    private record Pair(String asset, String first, String second) implements Comparable<Pair> {
        @Override
        public int compareTo(Pair other) {
            int byAsset = asset.compareTo(other.asset);
            int byFirst = byAsset != 0 ? byAsset : first.compareTo(other.first);
            return byFirst != 0 ? byFirst : second.compareTo(other.second);
        }
    }

    private record Party(String asset, String operator) implements Comparable<Party> {
        @Override
        public int compareTo(Party other) {
            int byAsset = asset.compareTo(other.asset);
            return byAsset != 0 ? byAsset : operator.compareTo(other.operator);
        }
    }

    /**
     * Nets the obligations.
     *
     * @throws IllegalArgumentException for a negative amount or a debtor that is its own creditor
     * @throws ArithmeticException when a sum leaves 63 bits of minor units
     */
    public static Netting of(List<Obligation> obligations) {
        SortedMap<String, Long> gross = new TreeMap<>();
        SortedMap<Pair, Long> pairs = new TreeMap<>();
        SortedMap<Party, Long> parties = new TreeMap<>();
        for (Obligation owed : obligations) {
            if (owed.minor() < 0 || owed.debtor().equals(owed.creditor())) {
                throw new IllegalArgumentException("not an obligation: " + owed);
            }
            gross.merge(owed.asset(), owed.minor(), Math::addExact);
            boolean ordered = owed.debtor().compareTo(owed.creditor()) < 0;
            Pair pair =
                    ordered
                            ? new Pair(owed.asset(), owed.debtor(), owed.creditor())
                            : new Pair(owed.asset(), owed.creditor(), owed.debtor());
            pairs.merge(pair, ordered ? owed.minor() : -owed.minor(), Math::addExact);
            parties.merge(new Party(owed.asset(), owed.debtor()), -owed.minor(), Math::addExact);
            parties.merge(new Party(owed.asset(), owed.creditor()), owed.minor(), Math::addExact);
        }
        return new Netting(gross, bilateral(pairs), positions(parties));
    }

    private static List<BilateralPosition> bilateral(SortedMap<Pair, Long> pairs) {
        List<BilateralPosition> result = new ArrayList<>();
        pairs.forEach(
                (pair, minor) -> {
                    if (minor > 0) {
                        result.add(
                                new BilateralPosition(
                                        pair.asset(), pair.first(), pair.second(), minor));
                    } else if (minor < 0) {
                        result.add(
                                new BilateralPosition(
                                        pair.asset(), pair.second(), pair.first(), -minor));
                    }
                });
        return List.copyOf(result);
    }

    private static List<NetPosition> positions(SortedMap<Party, Long> parties) {
        List<NetPosition> result = new ArrayList<>();
        parties.forEach(
                (party, minor) ->
                        result.add(new NetPosition(party.asset(), party.operator(), minor)));
        return List.copyOf(result);
    }
}
