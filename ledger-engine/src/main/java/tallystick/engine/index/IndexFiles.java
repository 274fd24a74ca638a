package tallystick.engine.index;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The index's directory: what is written there appears whole or not at all. */
final class IndexFiles {

    private static final String STATE = "state";

    private final Path directory;

    IndexFiles(Path directory) {
        this.directory = directory;
    }

    Path run(int ordinal) {
        return directory.resolve("run-%08d".formatted(ordinal));
    }

    Path state() {
        return directory.resolve(STATE);
    }

    /** Where something is written before it gets its name. */
    Path unfinished() {
        return directory.resolve("unfinished");
    }

    void make() throws IOException {
        Files.createDirectories(directory);
    }

    /** Gives what was written and forced its name, durably. */
    void publish(Path file) throws IOException {
        Files.move(unfinished(), file, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Deletes every file but the state and these runs: what a crash left over. */
    void keepOnly(List<RunMeta> runs) throws IOException {
        Set<Path> kept = new HashSet<>();
        kept.add(state());
        runs.forEach(run -> kept.add(run(run.ordinal())));
        for (Path file : files()) {
            if (!kept.contains(file)) {
                Files.delete(file);
            }
        }
    }

    /** Deletes everything, the state first: without it no run counts. */
    void clear() throws IOException {
        make();
        Files.deleteIfExists(state());
        for (Path file : files()) {
            Files.delete(file);
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    /** Bytes of all files. */
    long bytes() throws IOException {
        long sum = 0;
        for (Path file : files()) {
            sum += Files.size(file);
        }
        return sum;
    }
}
