package tallystick.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.domain.Answer;
import tallystick.domain.LedgerCommand.RecordUsage;
import tallystick.domain.usage.UsageRecord;
import tallystick.engine.journal.JournalKind;
import tallystick.engine.journal.Journals;

/** Whatever throws, nothing is skipped, everyone who waits is told, and nobody is taken in. */
class FailStopTest {

    private static final int BEFORE = 5;
    private static final int AFTER = 40;

    @TempDir Path directory;
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private StagedJournal journal;
    private LedgerEngine engine;
    private long durable;

    @BeforeEach
    void open() throws IOException {
        EngineOptions options =
                EngineFixture.options(directory, JournalKind.SEGMENT).withOnFailure(failures::add);
        journal = new StagedJournal(Journals.open(options.journal()));
        engine = Engines.open(options, journal);
        EngineFixture.setUp(engine);
        durable = engine.lastDurablePosition();
    }

    @AfterEach
    void close() {
        journal.release();
        engine.close();
    }

    @Test
    void negativeControlWithoutAFaultEveryoneIsAnswered() {
        List<TestCompletion> waiting = submitMany(BEFORE + AFTER);
        waiting.forEach(completion -> assertNull(completion.answer().refusal()));
        assertTrue(engine.isReady());
        assertTrue(failures.isEmpty());
        assertEquals(durable + BEFORE + AFTER, engine.lastDurablePosition());
    }

    @Test
    void anAppendThatThrowsStopsTheEngine() throws InterruptedException {
        IOException broken = new IOException("EIO on append");
        List<TestCompletion> waiting =
                submitAround(
                        () ->
                                journal.beforeAppend(
                                        () -> {
                                            throw broken;
                                        }));
        assertStopped(broken, waiting.subList(BEFORE, waiting.size()));
    }

    @Test
    void aForceThatThrowsStopsTheEngineAndIsNotTriedAgain() throws InterruptedException {
        IOException broken = new IOException("EIO on force");
        journal.hold();
        List<TestCompletion> waiting = submitMany(1);
        journal.awaitHeld();
        journal.beforeForce(
                () -> {
                    throw broken;
                });
        waiting.addAll(submitMany(AFTER));
        int forces = journal.forces.get();
        int appends = journal.appends.get();
        journal.release();

        assertStopped(broken, waiting);
        assertEquals(forces, journal.forces.get());
        assertEquals(appends, journal.appends.get());
        assertEquals(durable, engine.lastDurablePosition());
    }

    @Test
    void anErrorInTheJournalStopsTheEngine() throws InterruptedException {
        StackOverflowError broken = new StackOverflowError("poisoned");
        List<TestCompletion> waiting =
                submitAround(
                        () ->
                                journal.beforeAppend(
                                        () -> {
                                            throw broken;
                                        }));
        assertStopped(broken, waiting.subList(BEFORE, waiting.size()));
    }

    @Test
    void aDecisionThatThrowsStopsTheEngine() throws InterruptedException {
        IllegalStateException broken = new IllegalStateException("poisoned");
        List<TestCompletion> waiting = submitAround(() -> poison(broken));
        assertStopped(broken, waiting.subList(BEFORE, waiting.size()));
    }

    @Test
    void aCallbackThatThrowsStopsTheEngine() throws InterruptedException, EngineBusyException {
        IllegalStateException broken = new IllegalStateException("poisoned");
        journal.hold();
        List<TestCompletion> waiting = submitMany(1);
        journal.awaitHeld();
        engine.submit(
                World.request(new RecordUsage(List.of(World.usage(1, "poison")), false)),
                new Completion() {
                    @Override
                    public void answered(Answer answer) {
                        throw broken;
                    }

                    @Override
                    public void failed(Throwable cause) {
                        throw broken;
                    }
                });
        waiting.addAll(submitMany(AFTER));
        journal.release();

        assertNull(waiting.getFirst().answer().refusal(), "acknowledged before the poison");
        assertStopped(broken, waiting.subList(1, waiting.size()));
    }

    @Test
    void aQuestionThatThrowsFailsAloneAndAnErrorInOneStopsTheEngine() {
        IllegalStateException askersOwn = new IllegalStateException("my mistake");
        Throwable told =
                assertThrows(
                        CompletionException.class,
                        () ->
                                engine.query(
                                                state -> {
                                                    throw askersOwn;
                                                })
                                        .join());
        assertSame(askersOwn, told.getCause());
        assertTrue(engine.isReady());

        StackOverflowError broken = new StackOverflowError("too deep");
        assertThrows(
                CompletionException.class,
                () ->
                        engine.query(
                                        state -> {
                                            throw broken;
                                        })
                                .join());
        assertStopped(broken, List.of());
    }

    @Test
    void closingAnswersWhatWasTakenAndTakesNoMore() throws InterruptedException {
        journal.hold();
        List<TestCompletion> waiting = submitMany(AFTER);
        Thread closing = Thread.ofPlatform().start(() -> engine.close());
        while (engine.isReady()) {
            Thread.onSpinWait();
        }
        assertThrows(EngineStoppedException.class, () -> submitMany(1));
        journal.release();
        closing.join();
        waiting.forEach(completion -> assertNull(completion.answer().refusal()));
        assertTrue(failures.isEmpty());
    }

    /** Some requests that are answered, many that wait for a force, then the fault. */
    private List<TestCompletion> submitAround(Runnable fault) throws InterruptedException {
        List<TestCompletion> waiting = submitMany(BEFORE);
        waiting.forEach(completion -> assertNull(completion.answer().refusal()));
        durable = engine.lastDurablePosition();
        journal.hold();
        EngineFixture.submit(
                engine, World.request(new RecordUsage(List.of(World.usage(0, "held")), false)));
        journal.awaitHeld();
        waiting.addAll(submitMany(AFTER));
        fault.run();
        journal.release();
        return waiting;
    }

    private void assertStopped(Throwable broken, List<TestCompletion> waiting) {
        for (TestCompletion completion : waiting) {
            EngineStoppedException told =
                    assertInstanceOf(EngineStoppedException.class, completion.failure());
            assertSame(broken, told.getCause());
        }
        assertFalse(engine.isReady());
        assertEquals(List.of(broken), failures);
        EngineStoppedException refused =
                assertThrows(EngineStoppedException.class, () -> submitMany(1));
        assertSame(broken, refused.getCause());
    }

    private List<TestCompletion> submitMany(int count) {
        List<TestCompletion> waiting = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            UsageRecord usage = World.usage(i % World.WALLETS, "id-" + System.nanoTime() + "-" + i);
            waiting.add(
                    EngineFixture.submit(
                            engine, World.request(new RecordUsage(List.of(usage), false))));
        }
        return waiting;
    }

    /** A batch whose second record cannot be read by the time it is decided. */
    private void poison(RuntimeException broken) {
        Thread checked = Thread.currentThread();
        List<UsageRecord> poisoned =
                new AbstractList<>() {
                    @Override
                    public UsageRecord get(int index) {
                        if (!Thread.currentThread().equals(checked) && index == 1) {
                            throw broken;
                        }
                        return World.usage(0, "poisoned-" + index);
                    }

                    @Override
                    public int size() {
                        return 2;
                    }
                };
        EngineFixture.submit(engine, World.request(new RecordUsage(poisoned, false)));
        while (engine.isReady()) {
            Thread.onSpinWait();
        }
    }
}
