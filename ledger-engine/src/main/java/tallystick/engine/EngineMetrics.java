package tallystick.engine;

import tallystick.engine.snapshot.SnapshotMetrics;

/**
 * What an engine has done since it was opened, and how full it is; each figure is right by itself,
 * they are not read at one instant.
 *
 * @param slotsInUse requests on the ring
 * @param recordsInFlight records, messages and questions taken and not yet answered
 * @param forces how often the journal was forced to disk
 * @param forcedEvents events made durable by them
 * @param lastForcedEvents events of the last force: the size of the group commit
 * @param forceNanos time all forces took, nanoseconds
 * @param longestForceNanos time the longest took, nanoseconds
 * @param refusedBusy requests refused because the ring stayed full
 * @param refusedDiskFull requests refused because the disk was full
 * @param clockSteps how often the wall clock moved more than a second otherwise than time did, or
 *     began before the last recorded time; recorded times never go back whatever it does
 * @param windowRootsPosition the last event that the reader of window roots has passed, −1 for none
 * @param snapshots what became of snapshots
 */
public record EngineMetrics(
        long slotsInUse,
        long recordsInFlight,
        long forces,
        long forcedEvents,
        long lastForcedEvents,
        long forceNanos,
        long longestForceNanos,
        long refusedBusy,
        long refusedDiskFull,
        long clockSteps,
        long windowRootsPosition,
        SnapshotMetrics snapshots) {

    EngineMetrics with(long rootsPosition, SnapshotMetrics made) {
        return new EngineMetrics(
                slotsInUse,
                recordsInFlight,
                forces,
                forcedEvents,
                lastForcedEvents,
                forceNanos,
                longestForceNanos,
                refusedBusy,
                refusedDiskFull,
                clockSteps,
                rootsPosition,
                made);
    }
}
