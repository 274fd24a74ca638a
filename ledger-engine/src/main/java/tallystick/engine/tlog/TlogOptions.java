package tallystick.engine.tlog;

import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a log is and how often it signs.
 *
 * @param directory its static files: {@code checkpoint}, {@code tile/…}
 * @param keys outside of that: the log's keys, their history, and the last signed checkpoint
 * @param origin the log's name; null: the one it has, or for a new log one of its own making
 * @param checkpointMillis least time between two checkpoints, 10 … 1000 milliseconds
 * @param batchLeaves most leaves between two checkpoints, 256 or more
 */
public record TlogOptions(
        Path directory,
        Path keys,
        @Nullable String origin,
        long checkpointMillis,
        int batchLeaves) {

    private static final int BATCH_LEAVES = 32_768;
    private static final long CHECKPOINT_MILLIS = 400;
    private static final Pattern ORIGIN = Pattern.compile("[A-Za-z0-9._~/:-]{1,200}");

    public TlogOptions {
        if (checkpointMillis < 10 || checkpointMillis > 1_000) {
            throw new IllegalArgumentException("checkpoint-millis must be 10 … 1000");
        }
        if (batchLeaves < 256) {
            throw new IllegalArgumentException("batchLeaves must be 256 or more");
        }
        if (origin != null && !ORIGIN.matcher(origin).matches()) {
            throw new IllegalArgumentException(
                    "origin must be 1 … 200 letters, digits and ._~/:-, such as example.com/log");
        }
    }

    /** Defaults in a node's directory: {@code tlog} and {@code keys/tlog}. */
    public static TlogOptions in(Path data) {
        return new TlogOptions(
                data.resolve("tlog"),
                data.resolve("keys").resolve("tlog"),
                null,
                CHECKPOINT_MILLIS,
                BATCH_LEAVES);
    }

    /** The same under a name. */
    public TlogOptions withOrigin(@Nullable String name) {
        return new TlogOptions(directory, keys, name, checkpointMillis, batchLeaves);
    }

    /** The same at other times. */
    public TlogOptions withCheckpoints(long everyMillis, int leaves) {
        return new TlogOptions(directory, keys, origin, everyMillis, leaves);
    }
}
