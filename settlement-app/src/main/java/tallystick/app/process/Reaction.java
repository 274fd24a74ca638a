package tallystick.app.process;

import java.util.concurrent.ExecutionException;
import tallystick.engine.JournalEntry;

/** What the system does on its own when something stands in the journal. One thread calls it. */
interface Reaction {

    /** A durable entry, in order; must only take note. */
    void on(JournalEntry entry);

    /**
     * Does what the entries so far ask for: when no further one is there, and about every second
     * while there always is one.
     */
    void act() throws ExecutionException, InterruptedException;

    /** Up to which position everything asked for is done: from there on a restart reads again. */
    long donePosition();
}
