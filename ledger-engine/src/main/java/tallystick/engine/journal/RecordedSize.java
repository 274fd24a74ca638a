package tallystick.engine.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A line in a file outside the journal: {@code tallystick-journal <last position> <CRC32C>}. It
 * never goes back.
 */
final class RecordedSize {

    private static final String WORD = "tallystick-journal";

    /** What the system calls ENOSPC and EDQUOT. */
    private static final List<String> NO_SPACE =
            List.of("No space left on device", "Disk quota exceeded");

    private static final long LEAST_SPACE = 64 * 1024;

    private final Path file;
    private final FileOperations operations;
    private long position = Journal.NO_POSITION;

    RecordedSize(Path file, FileOperations operations) {
        this.file = file;
        this.operations = operations;
    }

    /**
     * Reads the last position on record, {@link Journal#NO_POSITION} without a file.
     *
     * @throws JournalCorruptException the file is there but was tampered with or damaged; its
     *     atomic replacement cannot leave it so
     */
    synchronized long read() throws IOException {
        if (Files.exists(file)) {
            String line = Files.readString(file, StandardCharsets.ISO_8859_1);
            position = parse(line);
        }
        return position;
    }

    /**
     * Replaces the file unless it says as much already; durable on return.
     *
     * @throws JournalFullException there is no space for it; the file is as it was
     */
    synchronized void write(long newPosition) throws IOException, JournalFullException {
        if (newPosition <= position) {
            return;
        }
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null) {
            throw new IOException(file + " is in no directory");
        }
        Files.createDirectories(directory);
        Path fresh = directory.resolve(file.getFileName() + ".new");
        try (FileChannel channel = open(fresh)) {
            writeLine(channel, line(newPosition), directory);
            operations.force(channel);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        operations.forceDirectory(directory);
        position = newPosition;
    }

    private static FileChannel open(Path fresh) throws IOException, JournalFullException {
        try {
            return FileChannel.open(
                    fresh,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE);
        } catch (IOException failed) {
            throw fullOr(failed, fresh.toAbsolutePath().getParent());
        }
    }

    private void writeLine(FileChannel channel, String line, Path directory)
            throws IOException, JournalFullException {
        try {
            byte[] bytes = line.getBytes(StandardCharsets.ISO_8859_1);
            operations.write(channel, ByteBuffer.wrap(bytes), 0);
        } catch (IOException failed) {
            throw fullOr(failed, directory);
        }
    }

    /** What failed before anything was forced, for lack of space if that is the reason. */
    private static IOException fullOr(IOException failed, @Nullable Path directory)
            throws IOException, JournalFullException {
        String reason = String.valueOf(failed.getMessage());
        if (NO_SPACE.stream().anyMatch(reason::contains)
                || (directory != null
                        && Files.getFileStore(directory).getUsableSpace() < LEAST_SPACE)) {
            throw new JournalFullException("no space for the recorded size");
        }
        return failed;
    }

    private static String line(long position) {
        String text = WORD + " " + position;
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.ISO_8859_1));
        return "%s %08x\n".formatted(text, crc.getValue());
    }

    private long parse(String line) {
        String[] words = line.strip().split(" ", -1);
        if (words.length == 3 && words[1].matches("[0-9]{1,18}")) {
            long found = Long.parseLong(words[1]);
            if (line(found).equals(line)) {
                return found;
            }
        }
        throw new JournalCorruptException(
                file, 0, Journal.NO_POSITION, "the recorded size is not readable");
    }
}
