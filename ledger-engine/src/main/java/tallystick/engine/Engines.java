package tallystick.engine;

import java.io.IOException;
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

/**
 * The wiring of the engine.
 *
 * <pre>
 *   1 journal    opened, locked, every frame checked
 *   2 recovery   the ledger as the journal tells it
 *   3 pipeline   decide → journal → acknowledge
 *   4 readers    window roots, tails, aggregates: behind the last forced position
 *   5 size       the journal's durable size, recorded outside it every quarter of a second
 * </pre>
 */
public final class Engines {

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
        Journal journal = Journals.open(kept.journal(), files);
        try {
            return open(kept, journal);
        } catch (RuntimeException | Error unusable) {
            journal.close();
            throw unusable;
        }
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
            RecordedUsage history = new RecordedUsage(journal);
            Recovery recovery = Recovery.of(journal, history);
            history.decodeWith(recovery.state().names());
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
    static LedgerEngine open(EngineOptions options, Journal journal) {
        RecordedUsage history = new RecordedUsage(journal);
        Recovery recovery = Recovery.of(journal, history);
        history.decodeWith(recovery.state().names());
        FailStop stop = new FailStop(options.onFailure());
        return new RingLedgerEngine(
                journal,
                recovery.state().names(),
                recovery.messages(),
                new LedgerPipeline(
                        settings(options),
                        journal,
                        recovery.state(),
                        history,
                        recovery.messages(),
                        stop),
                new WindowRoots(journal, recovery.state().names()),
                new SizeRecorder(journal, stop));
    }
}
