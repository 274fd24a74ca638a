package tallystick.engine.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PositionIndexTest {

    private static final int FRAME_BYTES = 1 << 20;

    @Test
    void anEmptyIndexPointsToTheBeginning() {
        PositionIndex.Entry entry = new PositionIndex().floor(77);
        assertEquals(0, entry.firstPosition());
        assertEquals(0, entry.place());
    }

    @Test
    void theNearestEntryBeforeAPositionIsFound() {
        PositionIndex index = new PositionIndex();
        for (int i = 0; i < 100; i++) {
            index.add(i * 10L, PositionIndex.place(i, i * 3L), FRAME_BYTES);
        }
        for (long position = 0; position < 1_100; position++) {
            long expected = Math.min(position / 10, 99);
            PositionIndex.Entry entry = index.floor(position);
            assertEquals(expected * 10, entry.firstPosition());
            assertEquals(expected, PositionIndex.fileOf(entry.place()));
            assertEquals(expected * 3, PositionIndex.offsetOf(entry.place()));
        }
    }

    @Test
    void smallFramesShareAnEntry() {
        PositionIndex index = new PositionIndex();
        for (int i = 0; i < 10_000; i++) {
            index.add(i, PositionIndex.place(0, i * 1_000L), 1_000);
        }
        assertTrue(index.size() <= 11, "entries: " + index.size());
    }

    @Test
    void itNeverGrowsBeyondItsCapacityAndStaysUseful() {
        PositionIndex index = new PositionIndex();
        int frames = 10 * PositionIndex.CAPACITY;
        for (int i = 0; i < frames; i++) {
            index.add(i, PositionIndex.place(0, i), FRAME_BYTES);
            assertTrue(index.size() <= PositionIndex.CAPACITY);
        }
        for (int position = 0; position < frames; position += 97) {
            PositionIndex.Entry entry = index.floor(position);
            assertTrue(entry.firstPosition() <= position);
            assertTrue(position - entry.firstPosition() < 32);
        }
    }

    @Test
    void placesOutOfRangeAreRefused() {
        long place = PositionIndex.place((1 << 19) - 1, (1L << 44) - 1);
        assertEquals((1 << 19) - 1, PositionIndex.fileOf(place));
        assertEquals((1L << 44) - 1, PositionIndex.offsetOf(place));
        Class<IllegalArgumentException> refused = IllegalArgumentException.class;
        assertThrows(refused, () -> PositionIndex.place(1 << 19, 0));
        assertThrows(refused, () -> PositionIndex.place(0, 1L << 44));
        assertThrows(refused, () -> PositionIndex.place(-1, 0));
        assertThrows(refused, () -> PositionIndex.place(0, -1));
    }
}
