package tallystick.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.domain.usage.UsageRecord;
import tallystick.engine.journal.JournalKind;

/** The clock may do what it likes: recorded time never runs backwards, and order is by position. */
class ClockTest {

    private static final long DAY_NANOS = 86_400_000_000_000L;

    @TempDir Path directory;

    @Test
    void recordedTimeNeverRunsBackwardsNotEvenAcrossARestart() throws IOException {
        AtomicLong clock = new AtomicLong(World.NOW);
        EngineOptions options =
                EngineFixture.options(directory, JournalKind.SEGMENT).withClock(clock::get);
        long position;
        try (LedgerEngine engine = Engines.open(options)) {
            EngineFixture.setUp(engine);
            assertEquals(World.NOW, recorded(engine, "a"));
            clock.set(World.NOW - DAY_NANOS);
            assertEquals(World.NOW, recorded(engine, "a day back"));
            clock.set(World.NOW + 3 * DAY_NANOS);
            assertEquals(World.NOW + 3 * DAY_NANOS, recorded(engine, "three days on"));
            position = engine.lastDurablePosition();
        }
        clock.set(World.NOW);
        try (LedgerEngine engine = Engines.open(options)) {
            assertEquals(World.NOW + 3 * DAY_NANOS, recorded(engine, "back again"));
            assertEquals(position + 1, engine.lastDurablePosition());
            long last = Long.MIN_VALUE;
            for (JournalEntry entry : EngineFixture.entries(engine, -1)) {
                assertTrue(entry.recordedEpochNanos() >= last);
                last = entry.recordedEpochNanos();
            }
        }
    }

    private static long recorded(LedgerEngine engine, String id) {
        UsageRecord usage = World.usage(0, id);
        EngineFixture.record(engine, usage);
        return usage.recordedEpochNanos;
    }
}
