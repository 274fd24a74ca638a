package tallystick.engine.snapshot;

/**
 * What became of snapshots since the engine was opened.
 *
 * @param made how many were written
 * @param failed how many were begun and not finished because of an error
 * @param skipped how often none was made for want of memory or disk space
 * @param newestPosition position of the newest usable one, −1 for none
 * @param lastBytes size of the last one written
 * @param lastMillis how long that took
 */
public record SnapshotMetrics(
        long made,
        long failed,
        long skipped,
        long newestPosition,
        long lastBytes,
        long lastMillis) {

    /** Nothing was made yet. */
    public static final SnapshotMetrics NONE = new SnapshotMetrics(0, 0, 0, -1, 0, 0);
}
