package tallystick.loadgen.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecordIdTest {

    private final RecordId ids = new RecordId(42);

    @Test
    void anIdSaysItsNumber() {
        Set<String> seen = new HashSet<>();
        for (long number = 0; number < 10_000; number++) {
            long wide = number << 24 | number;
            assertEquals(wide, ids.numberOf(ids.of(wide)));
            assertTrue(seen.add(ids.of(wide)));
        }
        assertEquals(Long.MAX_VALUE, ids.numberOf(ids.of(Long.MAX_VALUE)));
    }

    @Test
    void anotherIdIsForeign() {
        String id = ids.of(7);
        assertEquals(RecordId.FOREIGN, new RecordId(43).numberOf(id));
        assertEquals(RecordId.FOREIGN, ids.numberOf(""));
        assertEquals(RecordId.FOREIGN, ids.numberOf(id + "0"));
        assertEquals(RecordId.FOREIGN, ids.numberOf("x" + id.substring(1)));
        char last = id.charAt(31) == '0' ? '1' : '0';
        assertEquals(RecordId.FOREIGN, ids.numberOf(id.substring(0, 31) + last));
    }

    @Test
    void theScrambleIsOneToOneAndMixes() {
        for (long value = -1_000; value < 1_000; value++) {
            assertEquals(value, RecordId.unscramble(RecordId.scramble(value)));
            assertNotEquals(
                    RecordId.scramble(value) >>> 32,
                    RecordId.scramble(value + 1) >>> 32,
                    "" + value);
        }
    }
}
