package tallystick.app.process;

import java.util.List;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tallystick.domain.Answer;
import tallystick.domain.LedgerEvent.Settlement.WindowFenced;
import tallystick.engine.JournalEntry;
import tallystick.engine.LedgerEngine;

/**
 * When a window that takes its own steps is fenced, the root over its members is computed and it is
 * sealed: the one step that the ledger cannot take by itself. Which windows wait is asked of the
 * ledger, so that a restart goes on with them and none is sealed twice.
 */
public final class WhenWindowFencedThenSeal implements Reaction {

    private static final Logger LOG = LoggerFactory.getLogger(WhenWindowFencedThenSeal.class);

    private final LedgerEngine engine;
    private final WindowSealing sealing;
    private boolean due = true;
    private long seenPosition = -1;

    public WhenWindowFencedThenSeal(LedgerEngine engine, WindowSealing sealing) {
        this.engine = engine;
        this.sealing = sealing;
    }

    @Override
    public void on(JournalEntry entry) {
        seenPosition = entry.lastPosition();
        due |= entry instanceof JournalEntry.Ledger it && it.event() instanceof WindowFenced;
    }

    @Override
    public void act() throws ExecutionException, InterruptedException {
        if (!due) {
            return;
        }
        List<String> windows = engine.query(state -> state.windowsToSeal()).get();
        for (String window : windows) {
            Answer answer = sealing.seal(window, WindowSealing.ACTOR, null);
            if (answer.refusal() == null) {
                LOG.info("{} is sealed", window);
            } else {
                LOG.error("{} is not sealed, a person has to: {}", window, answer.refusal());
            }
        }
        due = false;
    }

    @Override
    public long donePosition() {
        // A start asks the ledger for every window that waits.
        return seenPosition;
    }
}
