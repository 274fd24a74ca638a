package tallystick.engine.index;

import java.nio.file.Path;

/**
 * How an index is kept.
 *
 * @param directory where its files are; made when missing, and all its own
 * @param runEvents events of a run, 1 … 2^20: what is kept in memory, and read again after a
 *     restart
 * @param verify whether pages are held against their checksums: always, but in a test's control
 */
record IndexOptions(Path directory, int runEvents, boolean verify) {

    static final int MOST_RUN_EVENTS = 1 << RecentRun.PLACE_BITS;

    IndexOptions {
        if (runEvents < 1 || runEvents > MOST_RUN_EVENTS) {
            throw new IllegalArgumentException("runEvents is 1 … " + MOST_RUN_EVENTS);
        }
    }

    static IndexOptions in(Path directory) {
        return new IndexOptions(directory, MOST_RUN_EVENTS, true);
    }
}
