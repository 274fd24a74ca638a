package tallystick.domain.settlement;

import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Cover-1 (settlement chapter §4.3.7): whether the default resources of every currency outlast the
 * default of the operator with the largest net debit, in every window.
 *
 * @param assets the outcome per asset of the positions
 */
public record Cover1Check(SortedMap<String, Cover> assets) {

    /**
     * One asset.
     *
     * @param largestDebtors who has the largest net debit: several when tied, none when nobody pays
     * @param largestNetDebitMinor minor units, 0 or more
     * @param resourcesMinor the default resources, minor units, 0 or more
     */
    public record Cover(
            SortedSet<String> largestDebtors, long largestNetDebitMinor, long resourcesMinor) {

        public Cover {
            largestDebtors = Canonical.sorted(largestDebtors);
        }

        /** What the resources lack, 0 when they suffice. */
        public long shortfallMinor() {
            return Math.max(largestNetDebitMinor - resourcesMinor, 0);
        }
    }

    public Cover1Check {
        assets = Canonical.sorted(assets);
    }

    /**
     * @param positions one set per asset
     * @param resourcesMinor default resources by asset, 0 or more; 0 where there are none
     * @throws IllegalArgumentException naming the field and the rule that is broken
     */
    public static Cover1Check of(
            Collection<NetPositions> positions, Map<String, Long> resourcesMinor) {
        SortedMap<String, Long> resources = ArgumentCheck.amounts("resourcesMinor", resourcesMinor);
        SortedMap<String, Cover> assets = new TreeMap<>();
        for (NetPositions each : positions) {
            Cover cover = cover(each, resources.getOrDefault(each.asset(), 0L));
            ArgumentCheck.that(
                    assets.put(each.asset(), cover) == null,
                    "positions",
                    "must be one set per asset: " + each.asset());
        }
        return new Cover1Check(assets);
    }

    /** Whether no asset has a shortfall. */
    public boolean isCovered() {
        return assets.values().stream().allMatch(cover -> cover.shortfallMinor() == 0);
    }

    private static Cover cover(NetPositions positions, long resourcesMinor) {
        long largest = 0;
        SortedSet<String> debtors = new TreeSet<>();
        for (Map.Entry<String, Long> each : positions.minor().entrySet()) {
            long debit = Math.negateExact(each.getValue());
            if (debit > largest) {
                debtors.clear();
                largest = debit;
            }
            if (debit > 0 && debit == largest) {
                debtors.add(each.getKey());
            }
        }
        return new Cover(debtors, largest, resourcesMinor);
    }
}
