package tallystick.engine.pipeline;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Counts what the stages do. The journaling thread counts forces, any thread refusals. */
final class PipelineMeter {

    private final AtomicLong forces = new AtomicLong();
    private final AtomicLong forcedEvents = new AtomicLong();
    private final AtomicLong lastForcedEvents = new AtomicLong();
    private final AtomicLong forceNanos = new AtomicLong();
    private final AtomicLong longestForceNanos = new AtomicLong();
    private final LongAdder refusedBusy = new LongAdder();
    private final LongAdder refusedDiskFull = new LongAdder();

    /** Journaling thread only. */
    void forced(long events, long nanos) {
        forces.setOpaque(forces.getPlain() + 1);
        forcedEvents.setOpaque(forcedEvents.getPlain() + events);
        lastForcedEvents.setOpaque(events);
        forceNanos.setOpaque(forceNanos.getPlain() + nanos);
        longestForceNanos.setOpaque(Math.max(longestForceNanos.getPlain(), nanos));
    }

    void refusedBusy() {
        refusedBusy.increment();
    }

    void refusedDiskFull() {
        refusedDiskFull.increment();
    }

    long forces() {
        return forces.getOpaque();
    }

    long forcedEvents() {
        return forcedEvents.getOpaque();
    }

    long lastForcedEvents() {
        return lastForcedEvents.getOpaque();
    }

    long forceNanos() {
        return forceNanos.getOpaque();
    }

    long longestForceNanos() {
        return longestForceNanos.getOpaque();
    }

    long refusedBusyCount() {
        return refusedBusy.sum();
    }

    long refusedDiskFullCount() {
        return refusedDiskFull.sum();
    }
}
