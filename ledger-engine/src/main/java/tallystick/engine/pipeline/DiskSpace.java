package tallystick.engine.pipeline;

import java.util.concurrent.atomic.AtomicLong;
import tallystick.domain.LedgerCommand.Settlement;
import tallystick.domain.LedgerRequest;
import tallystick.engine.EngineBusyException;

/**
 * What the journal last said about space on the disk, as producers need to know it. While it is
 * short, settlement steps may use the reserve, and every quarter of a second one request is let in
 * to find out whether there is space again.
 */
final class DiskSpace {

    static final long PROBE_MILLIS = 250;

    private enum Space {
        AMPLE,
        SHORT,
        GONE
    }

    private final AtomicLong nextProbeNanos = new AtomicLong();
    private volatile Space space = Space.AMPLE;

    void isAmple() {
        if (space != Space.AMPLE) {
            space = Space.AMPLE;
        }
    }

    void isShort() {
        if (space == Space.AMPLE) {
            nextProbeNanos.set(System.nanoTime() + PROBE_MILLIS * 1_000_000);
            space = Space.SHORT;
        }
    }

    /** The reserve is used up as well: who waits on the journal is the probe. */
    void isGone() {
        space = Space.GONE;
    }

    /** Lets settlement in as long as there is a reserve. */
    void admit(LedgerRequest request) throws EngineBusyException {
        if (space != Space.AMPLE
                && (space == Space.GONE || !(request.command() instanceof Settlement))) {
            admit();
        }
    }

    void admit() throws EngineBusyException {
        Space now = space;
        if (now == Space.AMPLE || (now == Space.SHORT && isProbe())) {
            return;
        }
        throw new EngineBusyException("the disk is full", PROBE_MILLIS);
    }

    private boolean isProbe() {
        long due = nextProbeNanos.get();
        long now = System.nanoTime();
        return now - due >= 0 && nextProbeNanos.compareAndSet(due, now + PROBE_MILLIS * 1_000_000);
    }
}
