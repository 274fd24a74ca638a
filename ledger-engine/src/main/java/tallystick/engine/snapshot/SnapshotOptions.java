package tallystick.engine.snapshot;

import java.nio.file.Path;

/**
 * Where and when snapshots are made.
 *
 * @param directory holds snapshots and nothing else; made when the first is
 * @param everyRecords how many positions may lie behind the newest snapshot before another is made,
 *     0 for none while the engine runs
 * @param atCloseRecords the same when the engine is closed, 0 for none then
 * @param kept how many are kept, 1 or more
 */
public record SnapshotOptions(Path directory, long everyRecords, long atCloseRecords, int kept) {

    public SnapshotOptions {
        directory = directory.toAbsolutePath().normalize();
        if (everyRecords < 0 || atCloseRecords < 0 || kept < 1) {
            throw new IllegalArgumentException("everyRecords, atCloseRecords or kept");
        }
    }

    /** Defaults: every 2,000,000 positions, at a close from 100,000 on, two kept. */
    public static SnapshotOptions of(Path directory) {
        return new SnapshotOptions(directory, 2_000_000, 100_000, 2);
    }
}
