package tallystick.app.wiring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The directory that holds everything of one node, locked while this object lives: a second process
 * on it is refused, so whatever else is found running in it was left behind by a dead one.
 */
public final class DataDirectory implements AutoCloseable {

    private final Path root;
    private final FileChannel channel;

    private DataDirectory(Path root, FileChannel channel) {
        this.root = root;
        this.channel = channel;
    }

    /**
     * Creates the directory when it is missing, and locks it.
     *
     * @throws IllegalStateException when another process, or another node in this one, holds it
     */
    public static DataDirectory lock(Path directory) {
        try {
            Path root = Files.createDirectories(directory).toRealPath();
            FileChannel channel =
                    FileChannel.open(
                            root.resolve("lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new IllegalStateException("another process uses the data directory " + root);
            }
            return new DataDirectory(root, channel);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot use data directory " + directory, failure);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldInThisProcess) {
            return null;
        }
    }

    /** The directory itself: the engine keeps {@code journal} and {@code snapshots} in it. */
    public Path root() {
        return root;
    }

    public Path postgres() {
        return root.resolve("postgres");
    }

    /** Where the password of the database run here is kept, readable by its owner alone. */
    Path postgresPassword() {
        return root.resolve("postgres-password");
    }

    /**
     * A name for whoever holds this directory, the same after a restart: claims on tokens that a
     * killed process left behind are its own again at once.
     */
    public String nodeId() {
        return UUID.nameUUIDFromBytes(root.toString().getBytes(StandardCharsets.UTF_8)).toString();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot unlock " + root, failure);
        }
    }
}
