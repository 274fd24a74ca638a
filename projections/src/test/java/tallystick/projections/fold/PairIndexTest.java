package tallystick.projections.fold;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The open-addressing table against a plain map. */
class PairIndexTest {

    @Test
    void numbersPairsAsAMapWould() {
        SplittableRandom random = new SplittableRandom(1);
        PairIndex index = new PairIndex();
        Map<List<Long>, Integer> naive = new HashMap<>();
        for (int i = 0; i < 200_000; i++) {
            long first = random.nextLong(-300, 300) << (random.nextInt(3) * 20);
            long second = random.nextLong(-50, 50);
            int expected = naive.size();
            Integer known = naive.putIfAbsent(List.of(first, second), expected);
            assertEquals(known == null ? expected : known, index.slotOf(first, second));
            assertEquals(naive.size(), index.size());
        }
    }

    @Test
    void orderIsByNumberWhateverTheFirstMention() {
        RefIndex index = new RefIndex();
        int[] refs = {7, 0, Integer.MAX_VALUE, 3, 7, 100};
        for (int i = 0; i < refs.length; i++) {
            index.touch(index.slotOf(refs[i]), 10 + i);
        }
        int[] order = index.order();
        int[] sorted = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            sorted[i] = index.ref(order[i]);
        }
        assertArrayEquals(new int[] {0, 3, 7, 100, Integer.MAX_VALUE}, sorted);
        assertEquals(14, index.touched(index.slotOf(7)), "the last touch counts");
        assertThrows(IllegalArgumentException.class, () -> index.slotOf(-1));
    }
}
