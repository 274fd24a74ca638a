package tallystick.engine;

import java.io.IOException;
import java.nio.file.Path;
import tallystick.engine.journal.JournalKind;
import tallystick.engine.journal.Journals;

/** An engine with the federation in it, whose journal can be made to stand still. */
public final class HeldEngine implements AutoCloseable {

    private final StagedJournal journal;
    private final LedgerEngine engine;

    private HeldEngine(StagedJournal journal, LedgerEngine engine) {
        this.journal = journal;
        this.engine = engine;
    }

    /** As {@link EngineOptions#withRing} has it, from when the federation is there. */
    public static HeldEngine open(Path directory, int slots, int inFlight, long deadlineMillis)
            throws IOException {
        EngineOptions options =
                EngineFixture.options(directory, JournalKind.SEGMENT)
                        .withRing(slots, inFlight, deadlineMillis);
        StagedJournal journal = new StagedJournal(Journals.open(options.journal()));
        LedgerEngine engine = Engines.open(options, journal);
        World.setUp().forEach(command -> EngineFixture.ask(engine, command));
        return new HeldEngine(journal, engine);
    }

    public LedgerEngine engine() {
        return engine;
    }

    /** Nothing is forced from now on. */
    public void hold() {
        journal.hold();
    }

    public void release() {
        journal.release();
    }

    @Override
    public void close() {
        journal.release();
        engine.close();
    }
}
