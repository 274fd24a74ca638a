package tallystick.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.domain.LedgerCommand.RecordUsage;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;
import tallystick.engine.journal.JournalKind;
import tallystick.engine.journal.Journals;

/** One force for everything that waits, and no answer before it. */
class GroupCommitTest {

    private static final int PRODUCERS = 8;
    private static final int EACH = 20;

    @TempDir Path directory;
    private StagedJournal journal;
    private LedgerEngine engine;

    @BeforeEach
    void open() throws IOException {
        EngineOptions options = EngineFixture.options(directory, JournalKind.SEGMENT);
        journal = new StagedJournal(Journals.open(options.journal()));
        engine = Engines.open(options, journal);
        EngineFixture.setUp(engine);
    }

    @AfterEach
    void close() {
        journal.release();
        engine.close();
    }

    @Test
    void whatCameInDuringAForceSharesTheNextOne() throws InterruptedException {
        journal.hold();
        TestCompletion first = record("first");
        journal.awaitHeld();
        int appends = journal.appends.get();
        int forces = journal.forces.get();

        List<TestCompletion> waiting = recordFromManyThreads();
        awaitDecided();
        journal.release();
        waiting.forEach(completion -> assertNull(completion.answer().refusal()));

        assertNull(first.answer().refusal());
        assertEquals(PRODUCERS * EACH, waiting.size());
        assertEquals(appends + 1, journal.appends.get());
        assertEquals(forces + 1, journal.forces.get());
    }

    @Test
    void nothingIsAnsweredOrReadBeforeItIsForced() throws InterruptedException {
        long durable = engine.lastDurablePosition();
        journal.hold();
        TestCompletion first = record("first");
        journal.awaitHeld();
        UsageRecord repeated = World.usage(0, "first");
        TestCompletion duplicate =
                EngineFixture.submit(
                        engine, World.request(new RecordUsage(List.of(repeated), false)));

        Thread.sleep(50);
        assertFalse(first.isDone());
        assertFalse(duplicate.isDone(), "its original is not durable yet");
        assertEquals(durable, engine.lastDurablePosition());
        assertTrue(EngineFixture.entries(engine, durable).isEmpty());

        journal.release();
        assertEquals(durable + 1, first.answer().position());
        assertEquals(durable + 1, duplicate.answer().position());
        assertEquals(UsageStatus.DUPLICATE, repeated.status);
        assertEquals(durable + 1, engine.lastDurablePosition());
        assertEquals(1, EngineFixture.entries(engine, durable).size());
    }

    @Test
    void whatMakesNoEventNeedsNoForce() {
        record("first").answer();
        int forces = journal.forces.get();
        record("first").answer();
        EngineFixture.digest(engine);
        assertEquals(forces, journal.forces.get());
    }

    /** A question is asked after everything that was submitted before is decided. */
    private void awaitDecided() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        CompletableFuture<Boolean> ignored =
                engine.query(
                        state -> {
                            asked.countDown();
                            return state.isBalanced();
                        });
        asked.await();
        Thread.sleep(100);
        assertFalse(ignored.isDone());
    }

    private TestCompletion record(String id) {
        return EngineFixture.submit(
                engine, World.request(new RecordUsage(List.of(World.usage(0, id)), false)));
    }

    private List<TestCompletion> recordFromManyThreads() throws InterruptedException {
        List<TestCompletion> waiting = new ArrayList<>();
        List<Thread> producers = new ArrayList<>();
        for (int producer = 0; producer < PRODUCERS; producer++) {
            String prefix = "p" + producer + "-";
            producers.add(
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        for (int i = 0; i < EACH; i++) {
                                            TestCompletion completion = record(prefix + i);
                                            synchronized (waiting) {
                                                waiting.add(completion);
                                            }
                                        }
                                    }));
        }
        for (Thread producer : producers) {
            producer.join();
        }
        return waiting;
    }
}
