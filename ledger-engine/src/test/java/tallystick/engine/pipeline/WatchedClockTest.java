package tallystick.engine.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/**
 * A step of the wall clock is what moved otherwise than time; the reading is passed on as it is.
 */
class WatchedClockTest {

    private static final long SECOND = 1_000_000_000L;
    private static final long START = 1_768_478_400L * SECOND;

    private long wall = START;
    private long steady = 17;

    private WatchedClock clock(long lastRecorded) {
        return new WatchedClock(() -> wall, () -> steady, lastRecorded);
    }

    private void pass(long wallNanos, long steadyNanos, WatchedClock clock) {
        wall += wallNanos;
        steady += steadyNanos;
        assertEquals(wall, clock.getAsLong());
    }

    @Test
    void timeThatPassesIsNoStepHoweverLong() {
        WatchedClock clock = clock(START - SECOND);
        pass(0, 0, clock);
        pass(3_600 * SECOND, 3_600 * SECOND, clock);
        pass(SECOND / 2, 0, clock);
        pass(0, SECOND / 2, clock);
        assertEquals(0, clock.steps());
    }

    @Test
    void eachStepIsCountedWhicheverWay() {
        WatchedClock clock = clock(Long.MIN_VALUE);
        pass(0, 0, clock);
        pass(-86_400 * SECOND, SECOND, clock);
        assertEquals(1, clock.steps());
        pass(SECOND, SECOND, clock);
        assertEquals(1, clock.steps());
        pass(3 * 86_400 * SECOND, SECOND, clock);
        assertEquals(2, clock.steps());
    }

    @Test
    void aClockBehindTheJournalAtTheStartHasStepped() {
        WatchedClock clock = clock(START + 1);
        pass(0, 0, clock);
        assertEquals(1, clock.steps());
        WatchedClock empty = clock(Long.MIN_VALUE);
        pass(0, 0, empty);
        assertEquals(0, empty.steps());
    }
}
