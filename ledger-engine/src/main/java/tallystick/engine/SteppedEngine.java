package tallystick.engine;

import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import tallystick.domain.ledger.LedgerState;
import tallystick.engine.journal.Journal;
import tallystick.engine.pipeline.FailStop;
import tallystick.engine.pipeline.SteppedPipeline;

/**
 * The engine's stages and journal on one thread, without timers: for simulation, where a seed
 * decides who moves. Whoever owns it also records the journal's size when that is due.
 */
public final class SteppedEngine implements AutoCloseable {

    private final Journal journal;
    private final LedgerState state;
    private final SteppedPipeline pipeline;
    private final FailStop stop;

    SteppedEngine(Journal journal, LedgerState state, SteppedPipeline pipeline, FailStop stop) {
        this.journal = journal;
        this.state = state;
        this.pipeline = pipeline;
        this.stop = stop;
    }

    /** The stages. */
    public SteppedPipeline pipeline() {
        return pipeline;
    }

    public Journal journal() {
        return journal;
    }

    /** The ledger as decided so far, durable or not; only to be read. */
    public LedgerState state() {
        return state;
    }

    /** Why a stage failed, null while none has. */
    public @Nullable Throwable failure() {
        return stop.cause();
    }

    /**
     * Closes the journal; what was not journaled is gone.
     *
     * @throws UncheckedIOException the journal could not be closed cleanly; its lock is released
     */
    @Override
    public void close() {
        journal.close();
    }
}
