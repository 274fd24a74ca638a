package tallystick.engine.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * A line in a file outside the journal: {@code tallystick-journal <last position> <CRC32C>}. It
 * never goes back.
 */
final class RecordedSize {

    private static final String WORD = "tallystick-journal";

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

    /** Replaces the file unless it says as much already; durable on return. */
    synchronized void write(long newPosition) throws IOException {
        if (newPosition <= position) {
            return;
        }
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null) {
            throw new IOException(file + " is in no directory");
        }
        Files.createDirectories(directory);
        Path fresh = directory.resolve(file.getFileName() + ".new");
        try (FileChannel channel =
                FileChannel.open(
                        fresh,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            byte[] line = line(newPosition).getBytes(StandardCharsets.ISO_8859_1);
            operations.write(channel, ByteBuffer.wrap(line), 0);
            operations.force(channel);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        operations.forceDirectory(directory);
        position = newPosition;
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
