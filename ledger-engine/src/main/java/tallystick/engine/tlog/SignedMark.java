package tallystick.engine.tlog;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import tallystick.domain.proof.Checkpoint;
import tallystick.domain.proof.SignedNote;
import tallystick.engine.journal.FileOperations;

/**
 * The last checkpoint that this log signed, kept outside the log's directory and replaced before
 * the checkpoint is published, by whoever knows what it was.
 */
final class SignedMark {

    private final Path file;
    private final FileOperations operations;

    SignedMark(Path keys, FileOperations operations) {
        file = keys.resolve("signed");
        this.operations = operations;
    }

    /** What was signed last, null when nothing was; as {@link KeptNote#read}. */
    @Nullable SignedNote read() throws IOException {
        return new KeptNote(file, operations).read();
    }

    /**
     * Compare and swap, durable on return.
     *
     * @param expected what this log signed last
     * @throws LogRefusedException when something else is there, or what is new is no extension
     */
    void replace(@Nullable SignedNote expected, SignedNote signed) throws IOException {
        AtomicFiles out = new AtomicFiles(operations);
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null) {
            throw new IOException(file + " is in no directory");
        }
        out.make(directory);
        out.forceDirectories();
        try (FileChannel channel =
                        FileChannel.open(
                                directory.resolve("signed.lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            SignedNote found = read();
            boolean same = found == null ? expected == null : found.equals(expected);
            if (!lock.isValid() || !same) {
                throw new LogRefusedException(
                        "somebody else signed: " + file + " is not what this log signed last");
            }
            requireLater(found, signed);
            new KeptNote(file, operations).write(signed);
        }
    }

    private static void requireLater(@Nullable SignedNote found, SignedNote signed) {
        if (found == null) {
            return;
        }
        Checkpoint before = Checkpoint.parse(found.text());
        Checkpoint after = Checkpoint.parse(signed.text());
        if (after.size() < before.size()
                || !after.origin().equals(before.origin())
                || (after.size() == before.size() && !after.root().equals(before.root()))) {
            throw new LogRefusedException(
                    "size %d after size %d is no extension".formatted(after.size(), before.size()));
        }
    }
}
