package tallystick.engine;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tallystick.domain.ledger.LedgerState;
import tallystick.engine.index.ReaderIndex;
import tallystick.engine.journal.FileOperations;
import tallystick.engine.journal.Journal;
import tallystick.engine.journal.JournalKind;
import tallystick.engine.journal.Journals;
import tallystick.engine.pipeline.FailStop;
import tallystick.engine.pipeline.LedgerPipeline;
import tallystick.engine.pipeline.PipelineSettings;
import tallystick.engine.pipeline.RecordedUsage;
import tallystick.engine.pipeline.SteppedPipeline;
import tallystick.engine.replay.Recovery;
import tallystick.engine.replay.WindowRoots;
import tallystick.engine.snapshot.Snapshot;
import tallystick.engine.snapshot.SnapshotMaker;
import tallystick.engine.snapshot.SnapshotStore;
import tallystick.engine.snapshot.StartingPoint;

/**
 * The wiring of the engine.
 *
 * <pre>
 *   1 snapshot   the newest that can be believed
 *   2 journal    opened, locked, every frame checked that is not in the snapshot
 *   3 recovery   the ledger as snapshot and journal tell it
 *   4 pipeline   decide → journal → acknowledge
 *   5 readers    window roots, indexes, tails, aggregates: behind the last forced position
 *   6 size       the journal's durable size, recorded outside it every quarter of a second
 *   7 snapshots  made by a ledger of their own that reads the journal
 * </pre>
 */
public final class Engines {

    private static final System.Logger LOG = System.getLogger("tallystick.snapshot");
    private static final long ASK_SECONDS = 5;

    private Engines() {}

    /**
     * Opens the journal, replays it, and starts the ring: when this returns, requests are taken. A
     * journal that is there already stays what it is, whatever kind the options name: that is for
     * new ones.
     *
     * @throws IOException the journal cannot be opened
     * @throws RuntimeException the journal is damaged, truncated, in use, or does not fit the
     *     ledger
     */
    public static LedgerEngine open(EngineOptions options) throws IOException {
        return open(options, FileOperations.real());
    }

    /**
     * The same over other file operations: a place to put faults in.
     *
     * @throws IOException as {@link #open(EngineOptions)}, and whatever the operations throw
     */
    public static LedgerEngine open(EngineOptions options, FileOperations files)
            throws IOException {
        EngineOptions kept = keepingKind(options);
        return open(kept, map -> Journals.open(kept.journal(), files, map));
    }

    private static EngineOptions keepingKind(EngineOptions options) throws IOException {
        JournalKind existing = Journals.kindIn(options.journal().directory());
        return existing == null
                ? options
                : options.withJournal(options.journal().withKind(existing));
    }

    /**
     * Opens a journal and replays it, but starts no thread of the ring: for simulation. Fails as
     * {@link #open(EngineOptions)} does.
     */
    public static SteppedEngine stepped(EngineOptions options, FileOperations files)
            throws IOException {
        EngineOptions kept = keepingKind(options);
        Journal journal = Journals.open(kept.journal(), files);
        try {
            RecordedUsage history = new RecordedUsage();
            Recovery recovery = Recovery.of(journal, history);
            history.readFrom(journal, recovery.state().names());
            FailStop stop = new FailStop(kept.onFailure());
            SteppedPipeline pipeline =
                    new SteppedPipeline(
                            settings(kept),
                            journal,
                            recovery.state(),
                            history,
                            recovery.messages(),
                            stop);
            return new SteppedEngine(journal, recovery.state(), pipeline, stop);
        } catch (RuntimeException | Error unusable) {
            journal.close();
            throw unusable;
        }
    }

    private static PipelineSettings settings(EngineOptions options) {
        return new PipelineSettings(
                options.ringSlots(),
                options.maxInFlightRecords(),
                options.submitDeadlineMillis(),
                options.frameBytes(),
                options.epochNanos());
    }

    /** The same over an open journal, which the engine closes. */
    static LedgerEngine open(EngineOptions options, Journal journal) throws IOException {
        return open(options, _ -> journal);
    }

    private static LedgerEngine open(EngineOptions options, StartingPoint.Opening<Journal> opening)
            throws IOException {
        SnapshotStore store =
                new SnapshotStore(options.snapshots().directory(), options.snapshots().kept());
        RecordedUsage history = new RecordedUsage();
        StartingPoint<Journal> start = StartingPoint.find(store, history, opening);
        Journal journal = start.journal();
        try {
            // The journal's lock is held: nobody else writes snapshots either.
            store.clean();
            for (StartingPoint.Refused refused : start.refused()) {
                LOG.log(
                        System.Logger.Level.ERROR,
                        "snapshot " + refused.file() + " is not used: " + refused.reason());
                store.setAside(refused.file());
            }
            return open(options, journal, history, store, start.snapshot());
        } catch (IOException | RuntimeException | Error unusable) {
            journal.close();
            throw unusable;
        }
    }

    private static LedgerEngine open(
            EngineOptions options,
            Journal journal,
            RecordedUsage history,
            SnapshotStore store,
            @Nullable Snapshot snapshot) {
        Recovery recovery =
                snapshot == null
                        ? Recovery.of(journal, history)
                        : Recovery.of(journal, snapshot.state(), snapshot.messages());
        LedgerState state = recovery.state();
        state.reserve(options.reservedRecords());
        history.readFrom(journal, state.names());
        FailStop stop = new FailStop(options.onFailure());
        LedgerPipeline pipeline =
                new LedgerPipeline(
                        settings(options), journal, state, history, recovery.messages(), stop);
        return new RingLedgerEngine(
                journal,
                state,
                history,
                recovery.messages(),
                pipeline,
                new WindowRoots(journal, state.names()),
                new ReaderIndex(journal, state.names(), options.indexDirectory()),
                new SizeRecorder(journal, stop),
                new SnapshotMaker(
                        options.snapshots(),
                        store,
                        journal,
                        snapshot == null ? Journal.NO_POSITION : snapshot.position(),
                        () -> identityBytes(pipeline)));
    }

    /** Asked between two requests; it is kept ready, so asking takes no time. */
    private static long identityBytes(LedgerPipeline pipeline) {
        try {
            return pipeline.query(LedgerState::identityBytes).get(ASK_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException notNow) {
            return -1;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }
}
