package tallystick.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.domain.LedgerCommand.RecordUsage;
import tallystick.domain.LedgerCommand.Settlement.CutOffWindow;
import tallystick.domain.usage.UsageRecord;
import tallystick.engine.journal.JournalFullException;
import tallystick.engine.journal.JournalKind;
import tallystick.engine.journal.Journals;

/** A full ring or disk is a refusal in time, never a wait without end, and passes by itself. */
class BusyTest {

    private static final int SLOTS = 8;
    private static final long DEADLINE_MILLIS = 60;

    @TempDir Path directory;
    private @Nullable StagedJournal opened;
    private @Nullable LedgerEngine running;

    private void open(int slots, int inFlight) throws IOException {
        EngineOptions options =
                EngineFixture.options(directory, JournalKind.SEGMENT)
                        .withRing(slots, inFlight, DEADLINE_MILLIS);
        StagedJournal journal = new StagedJournal(Journals.open(options.journal()));
        LedgerEngine engine = Engines.open(options, journal);
        World.setUp().forEach(command -> EngineFixture.ask(engine, command));
        opened = journal;
        running = engine;
    }

    private StagedJournal journal() {
        return Objects.requireNonNull(opened);
    }

    private LedgerEngine engine() {
        return Objects.requireNonNull(running);
    }

    @AfterEach
    void close() {
        journal().beforeAppend(null);
        journal().beforeControl(null);
        journal().release();
        engine().close();
    }

    @Test
    void aFullRingRefusesWithinTheDeadline() throws Exception {
        open(SLOTS, 1_000_000);
        journal().hold();
        List<TestCompletion> waiting = fill();
        assertTrue(waiting.size() >= SLOTS, "took " + waiting.size());

        long start = System.nanoTime();
        EngineBusyException busy = assertThrows(EngineBusyException.class, () -> submit("late", 1));
        long waited = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        assertTrue(waited >= DEADLINE_MILLIS - 1 && waited < 2_000, "waited " + waited);
        assertTrue(busy.retryAfterMillis() > 0);
        CompletionException asked =
                assertThrows(
                        CompletionException.class, () -> engine().query(state -> "in vain").join());
        assertInstanceOf(EngineBusyException.class, asked.getCause());
        EngineMetrics full = engine().metrics();
        assertEquals(SLOTS, full.slotsInUse());
        assertEquals(waiting.size(), full.recordsInFlight());
        assertTrue(full.refusedBusy() >= 2, full::toString);
        assertEquals(0, full.refusedDiskFull());

        journal().release();
        waiting.forEach(completion -> assertNull(completion.answer().refusal()));
        assertNull(submit("late", 1).answer().refusal(), "the same id: nothing had been taken");
    }

    @Test
    void recordsOnTheRingAreBoundedWhateverTheirBatches() throws Exception {
        open(1024, 100);
        journal().hold();
        submit("a", 60);
        submit("b", 60);
        assertThrows(EngineBusyException.class, () -> submit("c", 1));
        journal().release();
        assertNull(submit("c", 1_000).answer().refusal(), "one may overshoot");
    }

    @Test
    void whatIsForcedIsCounted() throws Exception {
        open(SLOTS, 1_000);
        EngineMetrics before = engine().metrics();
        assertEquals(engine().lastDurablePosition() + 1, before.forcedEvents());
        assertNull(submit("three", 3).answer().refusal());
        EngineMetrics after = engine().metrics();
        assertEquals(before.forces() + 1, after.forces());
        assertEquals(before.forcedEvents() + 3, after.forcedEvents());
        assertEquals(3, after.lastForcedEvents());
        assertTrue(after.forceNanos() > before.forceNanos());
        assertTrue(after.longestForceNanos() <= after.forceNanos());
        assertEquals(0, after.refusedBusy() + after.refusedDiskFull());
    }

    @Test
    void aFullDiskRefusesAndThePendingUseTheReserve() throws Exception {
        open(256, 1_000_000);
        journal().beforeAppend(BusyTest::full);
        assertNull(submit("on the way", 1).answer().refusal(), "written to the reserve");

        EngineBusyException busy = assertThrows(EngineBusyException.class, () -> submit("x", 1));
        assertEquals("the disk is full", busy.getMessage());
        assertThrows(
                EngineBusyException.class,
                () -> engine().append(List.of(message()), new TestCompletion()));
        assertEquals(2, engine().metrics().refusedDiskFull());
        CutOffWindow settlement = new CutOffWindow(World.WINDOW, World.NOW, World.NEXT_WINDOW);
        assertNull(EngineFixture.ask(engine(), settlement).refusal(), "settlement has the reserve");
        assertTrue(engine().isReady());

        journal().beforeAppend(null);
        assertNull(submitUntilTaken("x").answer().refusal());
        assertNull(submit("y", 1).answer().refusal());
    }

    @Test
    void withoutAReserveThePendingWaitAndNothingIsLost() throws Exception {
        open(256, 1_000_000);
        journal().beforeAppend(BusyTest::full);
        journal().beforeControl(BusyTest::full);
        TestCompletion waiting = submit("on the way", 1);
        Thread.sleep(100);
        assertFalse(waiting.isDone());
        assertThrows(EngineBusyException.class, () -> submit("x", 1));
        assertTrue(engine().isReady());

        journal().beforeAppend(null);
        assertNull(waiting.answer().refusal());
        assertNull(submit("x", 1).answer().refusal());
    }

    private TestCompletion submitUntilTaken(String id) throws InterruptedException {
        for (int i = 0; i < 100; i++) {
            try {
                return submit(id, 1);
            } catch (EngineBusyException busy) {
                Thread.sleep(busy.retryAfterMillis());
            }
        }
        throw new IllegalStateException("never taken again");
    }

    private static void full() throws JournalFullException {
        throw new JournalFullException("no space left");
    }

    private static ApplicationMessage message() {
        return new ApplicationMessage("m", null, null, -1, 0, "t", null, "{}", "{}");
    }

    private List<TestCompletion> fill() {
        List<TestCompletion> waiting = new ArrayList<>();
        try {
            while (waiting.size() < 10 * SLOTS) {
                waiting.add(submit("fill-" + waiting.size(), 1));
            }
        } catch (EngineBusyException full) {
            return waiting;
        }
        throw new IllegalStateException("never full");
    }

    private TestCompletion submit(String id, int records) throws EngineBusyException {
        List<UsageRecord> batch = new ArrayList<>();
        for (int i = 0; i < records; i++) {
            batch.add(World.usage(i % World.WALLETS, id + "-" + i));
        }
        TestCompletion completion = new TestCompletion();
        engine().submit(World.request(new RecordUsage(batch, false)), completion);
        return completion;
    }
}
