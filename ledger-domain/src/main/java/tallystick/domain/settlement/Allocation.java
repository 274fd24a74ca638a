package tallystick.domain.settlement;

import static java.util.Objects.requireNonNull;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An amount divided among parties in proportion to weights, none beyond its limit, to the minor
 * unit. A party whose proportion reaches its limit pays the limit, and the others divide the rest
 * by their weights; shares are floored and spare units go by largest remainder, ties to the first
 * name. Parties of equal weight that stay below their limits differ by one minor unit at most.
 *
 * @param allottedMinor minor units by party, 0 … its limit
 * @param restMinor what the limits (or the lack of any weight) leave over, 0 or more
 */
public record Allocation(SortedMap<String, Long> allottedMinor, long restMinor) {

    /**
     * A party.
     *
     * @param weight its part in the proportion, 0 or more; with 0 it is left out
     * @param limitMinor the most it takes, minor units, 0 or more
     */
    public record Share(long weight, long limitMinor) {

        /** No limit: more than any amount. */
        public static final long UNLIMITED = Long.MAX_VALUE;

        public Share {
            ArgumentCheck.notNegative("weight", weight);
            ArgumentCheck.notNegative("limitMinor", limitMinor);
        }
    }

    private record Remainder(String party, BigInteger part) {}

    public Allocation {
        allottedMinor = ArgumentCheck.amounts("allottedMinor", allottedMinor);
        ArgumentCheck.notNegative("restMinor", restMinor);
    }

    /**
     * @param minor what is divided, minor units, 0 or more
     * @throws IllegalArgumentException for an amount below 0
     */
    public static Allocation proRata(long minor, Map<String, Share> shares) {
        ArgumentCheck.notNegative("minor", minor);
        SortedMap<String, Share> open = new TreeMap<>(Canonical.sorted(shares));
        SortedMap<String, Long> allotted = new TreeMap<>();
        open.keySet().forEach(party -> allotted.put(party, 0L));
        open.values().removeIf(share -> share.weight == 0);
        long rest = minor;
        List<String> full = full(rest, open);
        while (!full.isEmpty()) {
            for (String party : full) {
                long limit = requireNonNull(open.remove(party)).limitMinor;
                allotted.put(party, limit);
                rest -= limit;
            }
            full = full(rest, open);
        }
        return open.isEmpty()
                ? new Allocation(allotted, rest)
                : new Allocation(divide(rest, open, allotted), 0);
    }

    /** The parties whose proportion of {@code minor} reaches their limits. */
    private static List<String> full(long minor, SortedMap<String, Share> open) {
        BigInteger weights = weights(open);
        List<String> full = new ArrayList<>();
        open.forEach(
                (party, share) -> {
                    BigInteger limit = BigInteger.valueOf(share.limitMinor).multiply(weights);
                    if (scaled(minor, share).compareTo(limit) >= 0) {
                        full.add(party);
                    }
                });
        return full;
    }

    /** Divides among parties none of which reaches its limit. */
    private static SortedMap<String, Long> divide(
            long minor, SortedMap<String, Share> open, SortedMap<String, Long> allotted) {
        BigInteger weights = weights(open);
        List<Remainder> remainders = new ArrayList<>();
        long spare = minor;
        for (Map.Entry<String, Share> each : open.entrySet()) {
            BigInteger[] parts = scaled(minor, each.getValue()).divideAndRemainder(weights);
            allotted.put(each.getKey(), parts[0].longValueExact());
            remainders.add(new Remainder(each.getKey(), parts[1]));
            spare -= parts[0].longValueExact();
        }
        remainders.sort(
                Comparator.comparing(Remainder::part).reversed().thenComparing(Remainder::party));
        for (Remainder remainder : remainders.subList(0, Math.toIntExact(spare))) {
            allotted.merge(remainder.party, 1L, Math::addExact);
        }
        return allotted;
    }

    private static BigInteger scaled(long minor, Share share) {
        return BigInteger.valueOf(minor).multiply(BigInteger.valueOf(share.weight));
    }

    private static BigInteger weights(SortedMap<String, Share> open) {
        BigInteger sum = BigInteger.ZERO;
        for (Share share : open.values()) {
            sum = sum.add(BigInteger.valueOf(share.weight));
        }
        return sum;
    }
}
