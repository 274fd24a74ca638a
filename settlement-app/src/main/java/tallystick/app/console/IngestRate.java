package tallystick.app.console;

import java.util.ArrayList;
import java.util.List;

/** How many events were journaled in each of the last sixty seconds. Safe for several threads. */
final class IngestRate {

    private static final int SECONDS = 60;

    private final long[] perSecond = new long[SECONDS];
    private int next;
    private long lastPosition;

    /**
     * @param position where the journal stands now
     */
    IngestRate(long position) {
        this.lastPosition = position;
    }

    /** Takes a sample; called once a second. */
    synchronized void sample(long position) {
        perSecond[next] = Math.max(0, position - lastPosition);
        next = (next + 1) % SECONDS;
        lastPosition = position;
    }

    /** Oldest first. */
    synchronized List<Long> perSecond() {
        List<Long> rates = new ArrayList<>(SECONDS);
        for (int i = 0; i < SECONDS; i++) {
            rates.add(perSecond[(next + i) % SECONDS]);
        }
        return rates;
    }
}
