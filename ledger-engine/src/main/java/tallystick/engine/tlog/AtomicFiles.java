package tallystick.engine.tlog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tallystick.engine.journal.FileOperations;

/**
 * Files that are there whole or not at all: written under another name, forced, renamed, and their
 * directories forced by {@link #forceDirectories}. One thread.
 */
final class AtomicFiles {

    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final FileOperations operations;
    private final Set<Path> changed = new LinkedHashSet<>();
    private final Set<Path> made = new LinkedHashSet<>();

    AtomicFiles(FileOperations operations) {
        this.operations = operations;
    }

    /** Puts a file there; durable with its name after {@link #forceDirectories}. */
    void put(Path file, byte[] bytes, int length) throws IOException {
        put(file, ByteBuffer.wrap(bytes, 0, length));
    }

    /** Puts a file there that others may not read. */
    void putSecret(Path file, byte[] bytes) throws IOException {
        make(directory(file));
        Path fresh = fresh(file);
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, OWNER_ONLY);
        put(file, ByteBuffer.wrap(bytes));
    }

    private void put(Path file, ByteBuffer bytes) throws IOException {
        Path directory = directory(file);
        make(directory);
        Path fresh = fresh(file);
        try (FileChannel channel =
                FileChannel.open(
                        fresh,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            operations.write(channel, bytes, 0);
            operations.force(channel);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        changed.add(directory);
    }

    private static Path fresh(Path file) {
        return file.resolveSibling(file.getFileName() + ".new");
    }

    private static Path directory(Path file) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null) {
            throw new IOException(file + " is in no directory");
        }
        return directory;
    }

    /** Makes a directory and those above it; their names count as changes too. */
    void make(Path directory) throws IOException {
        if (made.contains(directory)) {
            return;
        }
        Path parent = directory.getParent();
        if (!Files.isDirectory(directory)) {
            if (parent != null) {
                make(parent);
                changed.add(parent);
            }
            Files.createDirectories(directory);
        }
        made.add(directory);
    }

    /** Makes the names of all that was put there durable. */
    void forceDirectories() throws IOException {
        for (Path directory : changed) {
            operations.forceDirectory(directory);
        }
        changed.clear();
        if (made.size() > 10_000) {
            made.clear();
        }
    }

    /** A file's bytes, null when it is not there. */
    static byte @Nullable [] read(Path file) throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (java.nio.file.NoSuchFileException missing) {
            return null;
        }
    }
}
