package tallystick.engine.index;

import org.jspecify.annotations.Nullable;

/**
 * What the index has done since it was opened.
 *
 * @param lastPosition the last event it knows, −1 for none
 * @param runs files it consists of
 * @param fileBytes bytes of its files
 * @param memoryEvents events of the part in memory
 * @param rebuilds how often it was thrown away and made again
 * @param lastDamage why the last time, null for never
 * @param readEvents events read from the journal
 * @param cpuNanos processor time of its thread, 0 when the platform does not tell
 */
public record IndexMetrics(
        long lastPosition,
        int runs,
        long fileBytes,
        int memoryEvents,
        long rebuilds,
        @Nullable String lastDamage,
        long readEvents,
        long cpuNanos) {}
