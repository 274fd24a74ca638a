package tallystick.engine.pipeline;

import java.util.function.LongSupplier;

/**
 * How the ring is set up.
 *
 * @param ringSlots a power of two
 * @param maxInFlightRecords how many records, messages and requests may be on the ring, 1 or more;
 *     one request may overshoot it
 * @param submitDeadlineMillis how long a producer waits for room, 0 or more
 * @param frameBytes longest payload of a journal frame
 * @param epochNanos the clock, nanoseconds since 1970; may jump, recorded times never go back
 */
public record PipelineSettings(
        int ringSlots,
        int maxInFlightRecords,
        long submitDeadlineMillis,
        int frameBytes,
        LongSupplier epochNanos) {}
