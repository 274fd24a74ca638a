package tallystick.app.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the node's directory takes on disk, by part, and what is left; size and age of the newest
 * snapshot. The files are looked at once in five seconds at most. Their lengths are counted, so
 * that what the journal has reserved ahead is among its bytes.
 */
public final class DiskMeters implements MeterBinder {

    private static final Logger LOG = LoggerFactory.getLogger(DiskMeters.class);

    private static final long KEPT_MILLIS = 5_000;
    private static final String SNAPSHOTS = "snapshots";
    private static final String SNAPSHOT_ENDING = ".snapshot";

    /** Directories of the engine; PostgreSQL's is not looked through at every scrape. */
    private static final List<String> PARTS = List.of("journal", SNAPSHOTS, "index");

    /**
     * What one look saw.
     *
     * @param snapshotBytes length of the newest snapshot, 0 for none
     * @param snapshotMillis when it was written, milliseconds since 1970; −1 for none
     */
    private record Look(
            Map<String, Long> bytes, long free, long snapshotBytes, long snapshotMillis) {}

    private final Path root;
    private final Clock clock;
    private final Sampled<Look> files = new Sampled<>(KEPT_MILLIS, this::look);

    /**
     * @param root the node's data directory
     * @param clock against which a snapshot's age is told
     */
    public DiskMeters(Path root, Clock clock) {
        this.root = root;
        this.clock = clock;
    }

    private @Nullable Look look() {
        try {
            Map<String, Long> bytes = new LinkedHashMap<>();
            long[] newest = {0, -1};
            for (String part : PARTS) {
                bytes.put(part, walk(root.resolve(part), newest));
            }
            long free = Files.getFileStore(root).getUsableSpace();
            return new Look(bytes, free, newest[0], newest[1]);
        } catch (IOException | UncheckedIOException unreadable) {
            LOG.debug("the data directory cannot be looked at", unreadable);
            return null;
        }
    }

    /** Bytes of all files under a directory; files may come and go meanwhile. */
    private static long walk(Path directory, long[] newestSnapshot) throws IOException {
        if (!Files.isDirectory(directory)) {
            return 0;
        }
        long[] sum = new long[1];
        Files.walkFileTree(
                directory,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        sum[0] += attributes.size();
                        long written = attributes.lastModifiedTime().toMillis();
                        if (file.toString().endsWith(SNAPSHOT_ENDING)
                                && written > newestSnapshot[1]) {
                            newestSnapshot[0] = attributes.size();
                            newestSnapshot[1] = written;
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException gone) {
                        return FileVisitResult.CONTINUE;
                    }
                });
        return sum[0];
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (String part : PARTS) {
            Gauge.builder(
                            "tallystick.disk",
                            files,
                            f -> f.figure(seen -> seen.bytes().getOrDefault(part, 0L)))
                    .tag("part", part)
                    .baseUnit("bytes")
                    .description("lengths of the files of a part of the node")
                    .register(registry);
        }
        Gauge.builder("tallystick.disk.free", files, f -> f.figure(Look::free))
                .baseUnit("bytes")
                .description("what the node may still use of the file system its journal is on")
                .register(registry);
        Gauge.builder("tallystick.snapshot.size", files, f -> f.figure(Look::snapshotBytes))
                .baseUnit("bytes")
                .description("length of the newest snapshot, 0 for none")
                .register(registry);
        TimeGauge.builder(
                        "tallystick.snapshot.age",
                        files,
                        TimeUnit.MILLISECONDS,
                        f -> f.figure(this::ageMillis))
                .description("since the newest snapshot was written, NaN for none")
                .register(registry);
    }

    private double ageMillis(Look seen) {
        return seen.snapshotMillis() < 0
                ? Double.NaN
                : Math.max(0, clock.millis() - seen.snapshotMillis());
    }
}
