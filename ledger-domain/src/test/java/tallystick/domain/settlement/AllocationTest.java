package tallystick.domain.settlement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tallystick.domain.settlement.Refusals.assertRefused;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tallystick.domain.settlement.Allocation.Share;

class AllocationTest {

    private interface Dividing {
        Allocation divide(long minor, SortedMap<String, Share> shares);
    }

    private record Part(String party, BigDecimal exact) {}

    /** 100 by 1 : 1 : 1 is 33⅓ each: 33 and one spare, to the first name. */
    @Test
    void spareUnitsGoToTheLargestRemainderThenTheFirstName() {
        assertEquals(
                allocation(0, "a", 34, "b", 33, "c", 33),
                divide(100, "a", share(1, 999), "b", share(1, 999), "c", share(1, 999)));
        // 10 by 5 : 3 : 1 is 5.55, 3.33, 1.11: the spare unit to the largest fraction.
        assertEquals(
                allocation(0, "a", 1, "b", 3, "c", 6),
                divide(10, "a", share(1, 999), "b", share(3, 999), "c", share(5, 999)));
    }

    /**
     * 100 by 1 : 1 : 2, a limited to 10: 25 would pass a's limit, so 10; the 90 left by 1 : 2 are
     * 30 and 60. With c limited to 40 as well: c's 60 pass it, so 40, and b pays 50.
     */
    @Test
    void whoReachesTheLimitPaysItAndTheOthersDivideTheRest() {
        assertEquals(
                allocation(0, "a", 10, "b", 30, "c", 60),
                divide(100, "a", share(1, 10), "b", share(1, 999), "c", share(2, 999)));
        assertEquals(
                allocation(0, "a", 10, "b", 50, "c", 40),
                divide(100, "a", share(1, 10), "b", share(1, 999), "c", share(2, 40)));
        assertEquals(
                allocation(15, "a", 10, "b", 35, "c", 40),
                divide(100, "a", share(1, 10), "b", share(1, 35), "c", share(2, 40)));
    }

    @Test
    void withoutWeightNothingIsDivided() {
        assertEquals(
                allocation(0, "a", 0, "b", 7, "c", 0),
                divide(7, "a", share(0, 999), "b", share(1, 999), "c", share(1, 0)));
        assertEquals(
                allocation(7, "a", 0, "b", 0, "c", 0),
                divide(7, "a", share(0, 999), "b", share(0, 999), "c", share(1, 0)));
        assertEquals(new Allocation(new TreeMap<>(), 7), Allocation.proRata(7, Map.of()));
        assertEquals(
                allocation(0, "a", 0, "b", 0, "c", 0),
                divide(0, "a", share(1, 999), "b", share(1, 0), "c", share(0, 1)));
    }

    @Test
    void theLargestAmountsStayExact() {
        long max = Long.MAX_VALUE;
        assertEquals(
                allocation(0, "a", max / 3 + 1, "b", max / 3, "c", max / 3),
                divide(max, "a", share(max, max), "b", share(max, max), "c", share(max, max)));
        assertEquals(
                allocation(0, "a", max, "b", 0, "c", 0),
                divide(max, "a", share(1, max), "b", share(0, 0), "c", share(0, 0)));
    }

    @Test
    void nothingIsLostAndProportionsHold() {
        Seeded.check(random -> agreesWithTwin(random, Allocation::proRata));
        // Limits cut at the end without dividing what they leave over.
        Seeded.isCaught(
                random ->
                        agreesWithTwin(
                                random,
                                (minor, shares) -> {
                                    SortedMap<String, Share> free = new TreeMap<>();
                                    shares.forEach((p, s) -> free.put(p, share(s.weight(), minor)));
                                    SortedMap<String, Long> cut = new TreeMap<>();
                                    Allocation.proRata(minor, free)
                                            .allottedMinor()
                                            .forEach(
                                                    (p, m) ->
                                                            cut.put(
                                                                    p,
                                                                    Math.min(m, limit(shares, p))));
                                    long paid =
                                            cut.values().stream().mapToLong(Long::longValue).sum();
                                    return new Allocation(cut, minor - paid);
                                }));
        // Spare units to the first names, whatever their remainders.
        Seeded.isCaught(
                random ->
                        agreesWithTwin(
                                random,
                                (minor, shares) -> {
                                    Allocation real = Allocation.proRata(minor, shares);
                                    SortedMap<String, Long> moved =
                                            new TreeMap<>(real.allottedMinor());
                                    if (moved.getOrDefault(moved.lastKey(), 0L) > 0) {
                                        moved.merge(moved.lastKey(), -1L, Long::sum);
                                        moved.merge(moved.firstKey(), 1L, Long::sum);
                                    }
                                    return new Allocation(moved, real.restMinor());
                                }));
    }

    private static void agreesWithTwin(SplittableRandom random, Dividing dividing) {
        SortedMap<String, Share> shares = new TreeMap<>();
        for (int i = random.nextInt(8); i >= 0; i--) {
            shares.put("p-" + i, share(Seeded.magnitude(random, 20), Seeded.magnitude(random, 24)));
        }
        long minor = Seeded.magnitude(random, 25);
        Allocation real = dividing.divide(minor, shares);
        long sum = real.restMinor();
        for (Map.Entry<String, Long> paid : real.allottedMinor().entrySet()) {
            sum += paid.getValue();
            assertTrue(paid.getValue() <= limit(shares, paid.getKey()));
        }
        assertEquals(minor, sum);
        assertEquals(naive(minor, shares), real.allottedMinor());
    }

    /** A naive twin: one full party at a time, with decimals of 60 digits. */
    private static SortedMap<String, Long> naive(long minor, SortedMap<String, Share> shares) {
        SortedMap<String, Long> paid = new TreeMap<>();
        shares.keySet().forEach(party -> paid.put(party, 0L));
        List<String> open = new ArrayList<>(shares.keySet());
        open.removeIf(party -> weight(shares, party) == 0);
        long rest = minor;
        while (!open.isEmpty()) {
            List<Part> parts = parts(rest, shares, open);
            Part full = null;
            for (Part part : parts) {
                BigDecimal limit = BigDecimal.valueOf(limit(shares, part.party));
                full = full == null && part.exact.compareTo(limit) >= 0 ? part : full;
            }
            if (full == null) {
                divide(rest, parts, paid);
                return paid;
            }
            paid.put(full.party, limit(shares, full.party));
            rest -= limit(shares, full.party);
            open.remove(full.party);
        }
        return paid;
    }

    private static List<Part> parts(long rest, SortedMap<String, Share> shares, List<String> open) {
        MathContext wide = new MathContext(60, RoundingMode.HALF_EVEN);
        long weights = 0;
        for (String party : open) {
            weights += weight(shares, party);
        }
        List<Part> parts = new ArrayList<>();
        for (String party : open) {
            BigDecimal scaled =
                    BigDecimal.valueOf(rest).multiply(BigDecimal.valueOf(weight(shares, party)));
            parts.add(new Part(party, scaled.divide(BigDecimal.valueOf(weights), wide)));
        }
        return parts;
    }

    private static void divide(long rest, List<Part> parts, SortedMap<String, Long> paid) {
        long spare = rest;
        for (Part part : parts) {
            long floor = part.exact.setScale(0, RoundingMode.DOWN).longValueExact();
            paid.put(part.party, floor);
            spare -= floor;
        }
        List<Part> byRemainder = new ArrayList<>(parts);
        byRemainder.sort(
                Comparator.comparing((Part part) -> part.exact.remainder(BigDecimal.ONE))
                        .reversed()
                        .thenComparing(Part::party));
        for (Part part : byRemainder.subList(0, (int) spare)) {
            paid.merge(part.party, 1L, Long::sum);
        }
    }

    @Test
    void neitherOrderNorNamesMatter() {
        Seeded.check(
                random -> {
                    SortedMap<String, Share> shares = new TreeMap<>();
                    for (int i = random.nextInt(8); i >= 0; i--) {
                        shares.put("p-" + i, share(random.nextInt(4), random.nextInt(60)));
                    }
                    long minor = random.nextInt(200);
                    Allocation one = Allocation.proRata(minor, shares);
                    Map<String, Share> other = new LinkedHashMap<>();
                    for (String party : Seeded.shuffled(shares.keySet(), random)) {
                        other.put(party, shares.getOrDefault(party, share(0, 0)));
                    }
                    assertEquals(one, Allocation.proRata(minor, other));
                    // Under other names the same weights and limits bear the same amounts.
                    Allocation renamed =
                            Allocation.proRata(minor, Settlements.relabelledKeys(shares));
                    assertEquals(one.restMinor(), renamed.restMinor());
                    assertEquals(
                            borne(shares, one), borne(Settlements.relabelledKeys(shares), renamed));
                });
    }

    private static List<String> borne(SortedMap<String, Share> shares, Allocation allocation) {
        List<String> borne = new ArrayList<>();
        allocation
                .allottedMinor()
                .forEach((party, minor) -> borne.add(shares.get(party) + " bears " + minor));
        borne.sort(Comparator.naturalOrder());
        // Which of two alike in weight but not in limit gets a spare unit may depend on the name.
        return borne.stream().map(b -> b.replaceAll(", limitMinor=.*]", "]")).sorted().toList();
    }

    @Test
    void refusesWhatCannotBeDivided() {
        assertRefused("minor must be 0 or more", () -> Allocation.proRata(-1, Map.of()));
        assertRefused("weight must be 0 or more", () -> share(-1, 0));
        assertRefused("limitMinor must be 0 or more", () -> share(0, -1));
        assertRefused("restMinor must be 0 or more", () -> new Allocation(new TreeMap<>(), -1));
        assertRefused(
                "allottedMinor[a] must be 0 or more",
                () -> new Allocation(new TreeMap<>(Map.of("a", -1L)), 0));
    }

    private static long limit(SortedMap<String, Share> shares, String party) {
        return shares.getOrDefault(party, share(0, 0)).limitMinor();
    }

    private static long weight(SortedMap<String, Share> shares, String party) {
        return shares.getOrDefault(party, share(0, 0)).weight();
    }

    private static Share share(long weight, long limitMinor) {
        return new Share(weight, limitMinor);
    }

    private static Allocation divide(
            long minor, String a, Share ofA, String b, Share ofB, String c, Share ofC) {
        return Allocation.proRata(minor, Map.of(a, ofA, b, ofB, c, ofC));
    }

    private static Allocation allocation(
            long rest, String a, long ofA, String b, long ofB, String c, long ofC) {
        return new Allocation(new TreeMap<>(Map.of(a, ofA, b, ofB, c, ofC)), rest);
    }
}
