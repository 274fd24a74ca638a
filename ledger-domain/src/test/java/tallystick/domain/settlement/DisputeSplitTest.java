package tallystick.domain.settlement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static tallystick.domain.settlement.Refusals.assertRefused;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tallystick.domain.settlement.DisputeSplit.ClaimKey;
import tallystick.domain.settlement.DisputeSplit.Claimed;
import tallystick.domain.settlement.DisputeSplit.Conflict;
import tallystick.domain.settlement.DisputeSplit.Exceeds;
import tallystick.domain.settlement.DisputeSplit.Replayed;
import tallystick.domain.settlement.DisputeSplit.UnknownLine;

class DisputeSplitTest {

    private interface Claiming {
        DisputeSplit claim(DisputeSplit split, ClaimKey key, long minor);
    }

    private static final DisputeSplit INVOICE =
            DisputeSplit.undisputed("w1:A:B:EUR", Map.of("a", 100L, "b", 50L, "c", 0L));

    private static final ClaimKey D1_A = new ClaimKey("d1", "a");

    /** 150 in all; 30 of line a disputed: 120 settle on time, 70 of them on line a. */
    @Test
    void theRestOfADisputedDocumentSettles() {
        DisputeSplit split = claimed(INVOICE, D1_A, 30);
        assertEquals(150, split.totalMinorOfDocument());
        assertEquals(30, split.disputedMinorOfDocument());
        assertEquals(120, split.undisputedMinorOfDocument());
        assertEquals(30, split.disputedMinor("a"));
        assertEquals(70, split.undisputedMinor("a"));
        assertEquals(0, split.disputedMinor("b"));
        assertEquals(50, split.undisputedMinor("b"));
        assertEquals(0, split.undisputedMinor("none"));
        assertEquals(0, INVOICE.disputedMinorOfDocument(), "the document before is untouched");
    }

    @Test
    void aLineIsClaimedUpToItsTotalByAllDisputesTogether() {
        DisputeSplit split = claimed(INVOICE, D1_A, 60);
        ClaimKey second = new ClaimKey("d2", "a");
        assertEquals(new Exceeds(40), split.claim(second, 41));
        DisputeSplit whole = claimed(split, second, 40);
        assertEquals(0, whole.undisputedMinor("a"));
        assertEquals(new Exceeds(0), whole.claim(new ClaimKey("d3", "a"), 1));
        assertEquals(new Exceeds(0), INVOICE.claim(new ClaimKey("d1", "c"), 1));
        assertEquals(new UnknownLine(), INVOICE.claim(new ClaimKey("d1", "none"), 1));
    }

    @Test
    void aClaimMadeAgainChangesNothing() {
        DisputeSplit split = claimed(INVOICE, D1_A, 100);
        assertEquals(new Replayed(), split.claim(D1_A, 100));
        assertEquals(new Conflict(100), split.claim(D1_A, 99));
        assertEquals(new Conflict(100), split.claim(D1_A, 101));
    }

    @Test
    void i13DisputedAndUndisputedAreTheDocument() {
        Seeded.check(random -> partsAreTheWhole(random, DisputeSplitTest::afterwards));
        // Claims that are cut instead of refused, without being told so.
        Seeded.isCaught(
                random ->
                        partsAreTheWhole(
                                random,
                                (split, key, minor) ->
                                        split.claim(key, minor) instanceof Exceeds(long left)
                                                        && left > 0
                                                ? afterwards(split, key, left)
                                                : afterwards(split, key, minor)));
        // A claim booked on the wrong line.
        Seeded.isCaught(
                random ->
                        partsAreTheWhole(
                                random,
                                (split, key, minor) ->
                                        afterwards(
                                                split, new ClaimKey(key.dispute(), "l-0"), minor)));
    }

    private static void partsAreTheWhole(SplittableRandom random, Claiming claiming) {
        Map<String, Long> lines = new TreeMap<>();
        for (int i = random.nextInt(6); i >= 0; i--) {
            lines.put("l-" + i, Seeded.magnitude(random, 40));
        }
        DisputeSplit split = DisputeSplit.undisputed("doc", lines);
        Map<ClaimKey, Long> taken = new TreeMap<>();
        for (int i = random.nextInt(20); i > 0; i--) {
            ClaimKey key = new ClaimKey("d-" + random.nextInt(4), "l-" + random.nextInt(7));
            long minor = 1 + Seeded.magnitude(random, 40);
            long left = split.undisputedMinor(key.line());
            split = claiming.claim(split, key, minor);
            if (lines.containsKey(key.line()) && minor <= left) {
                taken.putIfAbsent(key, minor);
            }
            assertEquals(taken, split.claims());
        }
        long disputed = 0;
        long total = 0;
        for (String line : lines.keySet()) {
            assertEquals(
                    lines.getOrDefault(line, -1L),
                    split.disputedMinor(line) + split.undisputedMinor(line));
            disputed += split.disputedMinor(line);
            total += lines.getOrDefault(line, -1L);
        }
        assertEquals(disputed, split.disputedMinorOfDocument());
        assertEquals(total, split.disputedMinorOfDocument() + split.undisputedMinorOfDocument());
        assertEquals(total, split.totalMinorOfDocument());
    }

    @Test
    void claimsThatFitTogetherAreTakenInAnyOrder() {
        Seeded.check(
                random -> {
                    List<ClaimKey> keys = new ArrayList<>();
                    for (int i = 0; i < 10; i++) {
                        keys.add(new ClaimKey("d-" + i, random.nextBoolean() ? "a" : "b"));
                    }
                    DisputeSplit one = INVOICE;
                    DisputeSplit other = INVOICE;
                    for (ClaimKey key : keys) {
                        one = claimed(one, key, 5);
                    }
                    for (ClaimKey key : Seeded.shuffled(keys, random)) {
                        other = claimed(other, key, 5);
                    }
                    assertEquals(one, other);
                });
    }

    @Test
    void refusesWhatCannotBeSplit() {
        assertRefused("minor must be more than 0", () -> INVOICE.claim(D1_A, 0));
        assertRefused("dispute must not be blank", () -> new ClaimKey("", "a"));
        assertRefused("line must not be blank", () -> new ClaimKey("d", ""));
        assertRefused("document must not be blank", () -> DisputeSplit.undisputed("", Map.of()));
        assertRefused(
                "totalMinor[a] must be 0 or more",
                () -> DisputeSplit.undisputed("d", Map.of("a", -1L)));
        assertRefused("claims on a must not exceed the line", () -> split(100, 101));
        assertRefused("claims on a must not exceed the line", () -> split(Long.MAX_VALUE / 2, 0));
        assertEquals(100, split(100, 100).disputedMinor("a"));
        assertThrows(
                ArithmeticException.class,
                () -> DisputeSplit.undisputed("d", Map.of("a", Long.MAX_VALUE, "b", 1L)));
        assertRefused(
                "claims[ClaimKey[dispute=d1, line=a]] must be more than 0",
                () ->
                        new DisputeSplit(
                                "d",
                                new TreeMap<>(Map.of("a", 1L)),
                                new TreeMap<>(Map.of(D1_A, 0L))));
    }

    private static DisputeSplit split(long ofD1, long inAll) {
        Map<ClaimKey, Long> claims = new TreeMap<>(Map.of(D1_A, ofD1));
        if (inAll > ofD1) {
            claims.put(new ClaimKey("d2", "a"), inAll - ofD1);
        }
        return new DisputeSplit("d", new TreeMap<>(Map.of("a", 100L)), new TreeMap<>(claims));
    }

    private static DisputeSplit afterwards(DisputeSplit split, ClaimKey key, long minor) {
        return split.claim(key, minor) instanceof Claimed(DisputeSplit after) ? after : split;
    }

    private static DisputeSplit claimed(DisputeSplit split, ClaimKey key, long minor) {
        if (split.claim(key, minor) instanceof Claimed(DisputeSplit after)) {
            return after;
        }
        throw new AssertionError("not claimed: " + split.claim(key, minor));
    }
}
