package tallystick.domain.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The index says the same as a map of whole keys, and keeps to its memory. */
class IdentityIndexTest {

    private record Key(long hi, long lo) {}

    private final IdentityIndex index = new IdentityIndex();
    private final Map<Key, Long> naive = new HashMap<>();

    @Test
    void itAgreesWithAMapOfWholeKeys() {
        SplittableRandom random = new SplittableRandom(11);
        for (int i = 0; i < 200_000; i++) {
            put(new Key(random.nextLong(), random.nextLong()), i);
        }
        checkAll();
        for (int i = 0; i < 200_000; i++) {
            long hi = random.nextLong();
            long lo = random.nextLong();
            assertEquals(
                    naive.containsKey(new Key(hi, lo)), index.find(hi, lo) != IdentityIndex.ABSENT);
        }
    }

    @Test
    void keysThatDifferInOneBitAreDifferentKeys() {
        Key key = new Key(0x0123_4567_89AB_CDEFL, 0xFEDC_BA98_7654_3210L);
        put(key, 0);
        for (int bit = 0; bit < Long.SIZE; bit++) {
            assertEquals(IdentityIndex.ABSENT, index.find(key.hi ^ 1L << bit, key.lo));
            assertEquals(IdentityIndex.ABSENT, index.find(key.hi, key.lo ^ 1L << bit));
        }
        for (int bit = 0; bit < Long.SIZE; bit++) {
            put(new Key(key.hi ^ 1L << bit, key.lo), 1 + bit);
            put(new Key(key.hi, key.lo ^ 1L << bit), 100 + bit);
        }
        checkAll();
    }

    @Test
    void manyKeysOfOnePlaceAreAllFound() {
        for (int i = 0; i < 3_000; i++) {
            put(new Key(i, i % 7 == 0 ? -1 : 0x7FF0_0000_0000_0000L), i);
            put(new Key(i, 0), 10_000 + i);
        }
        checkAll();
        assertEquals(IdentityIndex.ABSENT, index.find(3_000, 0));
        assertEquals(IdentityIndex.ABSENT, index.find(3_000, -1));
    }

    @Test
    void everyPositionComesBack() {
        put(new Key(1, 1), 0);
        put(new Key(2, 1), 0xFFFF_FFFFL);
        put(new Key(3, 1), 0xFFFF_FFFFL - 1);
        put(new Key(4, 1), 1L << 32);
        checkAll();
        assertThrows(IllegalArgumentException.class, () -> index.put(5, 1, -1));
        assertThrows(
                IllegalArgumentException.class,
                () -> index.put(5, 1, IdentityIndex.MAX_POSITION + 1));
    }

    @Test
    void theDigestIsThatOfTheKeysAndNotOfTheirOrder() {
        SplittableRandom random = new SplittableRandom(3);
        List<long[]> entries = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            entries.add(new long[] {random.nextLong(), random.nextLong(), i});
        }
        String inOrder = digestOf(entries);
        Collections.shuffle(entries, new Random(4));
        assertEquals(inOrder, digestOf(entries));
        entries.getFirst()[2]++;
        assertNotEquals(inOrder, digestOf(entries));
    }

    @Test
    void manyRememberedKeysTakeAtMost25BytesEachAnd24OnAverage() {
        SplittableRandom random = new SplittableRandom(8);
        long bytes = 0;
        long checks = 0;
        double highest = 0;
        for (int i = 0; i < 18_000_000; i++) {
            index.put(random.nextLong(), random.nextLong(), i);
            if (i >= 15_500_000 && i % 10_000 == 0) {
                double perKey = (double) index.bytes() / index.size();
                highest = Math.max(highest, perKey);
                bytes += Math.round(perKey * 1_000);
                checks++;
            }
        }
        assertTrue(highest <= 25, "at most " + highest);
        assertTrue(bytes / checks <= 24_000, "on average " + bytes / checks);
    }

    @Test
    void whatRoomWasMadeForTakesNoMore() {
        put(new Key(1, 2), 0);
        index.reserve(300_000);
        long reserved = index.bytes();
        SplittableRandom random = new SplittableRandom(11);
        for (int i = 1; i < 300_000; i++) {
            put(new Key(random.nextLong(), random.nextLong()), i);
        }
        assertEquals(reserved, index.bytes());
        checkAll();
        for (int i = 300_000; i < 900_000; i++) {
            put(new Key(random.nextLong(), random.nextLong()), i);
        }
        assertTrue(index.bytes() > reserved);
        checkAll();
    }

    private void put(Key key, long position) {
        assertEquals(IdentityIndex.ABSENT, index.find(key.hi, key.lo));
        index.put(key.hi, key.lo, position);
        naive.put(key, position);
    }

    private void checkAll() {
        assertEquals(naive.size(), index.size());
        naive.forEach(
                (key, value) -> {
                    int handle = index.find(key.hi, key.lo);
                    assertNotEquals(IdentityIndex.ABSENT, handle);
                    assertEquals(value, index.position(handle));
                });
    }

    private static String digestOf(List<long[]> entries) {
        IdentityIndex index = new IdentityIndex();
        entries.forEach(e -> index.put(e[0], e[1], e[2]));
        StateDigest digest = new StateDigest();
        index.digestInto(digest);
        return digest.hex();
    }
}
