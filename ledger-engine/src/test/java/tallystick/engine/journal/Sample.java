package tallystick.engine.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** Frames that can be recognised by their position alone, and small journals to put them in. */
final class Sample {

    static final int KIB = 1024;

    private Sample() {}

    /** A journal whose files are small enough to be crossed many times in a test. */
    static JournalOptions options(Path directory, JournalKind kind) {
        return JournalOptions.of(directory, kind)
                .withSizes(32 * KIB, 128 * KIB, 128 * KIB, 16 * KIB)
                .withRoll(ChronicleRoll.MINUTELY)
                .withClock(() -> 1_000_000_000_000L);
    }

    /** Bytes that depend on every argument, 0 to 2,047 of them unless the size is given. */
    static byte[] payload(long position, int count) {
        return payload(position, count, (int) (position * 7919 % 2048));
    }

    static byte[] payload(long position, int count, int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (position * 31 + count * 17L + i * 7L + (i >> 8));
        }
        return bytes;
    }

    static void append(Journal journal, int count) throws IOException, JournalFullException {
        long position = journal.lastAppendedPosition() + 1;
        append(journal, count, payload(position, count));
    }

    static void append(Journal journal, int count, byte[] payload)
            throws IOException, JournalFullException {
        long position = journal.lastAppendedPosition() + 1;
        journal.append(position, count, new UnsafeBuffer(payload), 0, payload.length);
    }

    /** Appends and forces that many frames of 1 to 5 events. */
    static void fill(Journal journal, int frames) throws IOException, JournalFullException {
        for (int i = 0; i < frames; i++) {
            append(journal, countAt(journal.lastAppendedPosition() + 1));
            journal.force();
        }
    }

    static int countAt(long position) {
        return (int) (position % 5) + 1;
    }

    /** Reads from the frame of a position to the end and compares every byte. */
    static long verify(Journal journal, long fromPosition) {
        try (FrameReader reader = journal.reader(fromPosition)) {
            long next = -1;
            while (reader.next()) {
                long first = reader.firstPosition();
                if (next >= 0) {
                    assertEquals(next, first);
                }
                assertEquals(countAt(first), reader.count());
                assertPayload(reader, payload(first, reader.count()));
                next = first + reader.count();
            }
            assertEquals(journal.lastForcedPosition(), Math.max(next, fromPosition) - 1);
            return next;
        }
    }

    static void assertPayload(FrameReader reader, byte[] expected) {
        byte[] found = new byte[reader.length()];
        reader.buffer().getBytes(reader.offset(), found);
        org.junit.jupiter.api.Assertions.assertArrayEquals(expected, found);
    }

    /** The files with frames, in order. */
    static List<Path> frameFiles(Path directory, JournalKind kind) throws IOException {
        return kind == JournalKind.SEGMENT
                ? SegmentNames.list(directory)
                : QueueNames.list(directory);
    }

    /** Where a frame lies. */
    record Place(Path file, long offset, int bytes, long firstPosition) {}

    /** Every frame of a journal that is not damaged. */
    static List<Place> places(Path directory, JournalKind kind) throws IOException {
        List<Place> found = new ArrayList<>();
        boolean plain = kind == JournalKind.SEGMENT;
        try (FrameCursor cursor =
                new FrameCursor(plain ? FileLayout.PLAIN : FileLayout.DOCUMENTS)) {
            long position = 0;
            for (Path file : frameFiles(directory, kind)) {
                cursor.open(file, 0);
                while (cursor.step(cursor.fileBytes(), position) == FrameCursor.Step.FRAME) {
                    found.add(
                            new Place(
                                    file,
                                    cursor.offset() - cursor.frameBytes(),
                                    cursor.frameBytes(),
                                    position));
                    position += cursor.count();
                }
            }
        }
        return found;
    }

    /** Copies a journal as a crash would leave it: while it is open, without its lock. */
    static Path copy(Path from, Path to) throws IOException {
        Files.walkFileTree(
                from,
                new SimpleFileVisitor<Path>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path directory, BasicFileAttributes attributes) throws IOException {
                        Files.createDirectories(to.resolve(from.relativize(directory).toString()));
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        copyOne(file, to.resolve(from.relativize(file).toString()));
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException failure)
                            throws IOException {
                        if (isVanishedDraft(file, failure)) {
                            return FileVisitResult.CONTINUE;
                        }
                        throw failure;
                    }
                });
        return to;
    }

    private static void copyOne(Path from, Path to) {
        try {
            copySparse(from, to);
        } catch (IOException e) {
            if (!isVanishedDraft(from, e)) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** A segment being prepared is renamed when it is ready; it holds no event before that. */
    private static boolean isVanishedDraft(Path file, IOException failure) {
        return failure instanceof NoSuchFileException && file.toString().endsWith(".draft");
    }

    private static void copySparse(Path from, Path to) throws IOException {
        ByteBuffer page = ByteBuffer.allocate(4 * KIB);
        try (FileChannel source = FileChannel.open(from, StandardOpenOption.READ);
                FileChannel target =
                        FileChannel.open(to, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            long size = source.size();
            for (long at = 0; at < size; at += page.capacity()) {
                source.read(page.clear(), at);
                page.flip();
                // The last byte is written in any case, so that the length is the same.
                if (page.mismatch(ByteBuffer.allocate(page.limit())) >= 0
                        || at + page.limit() == size) {
                    target.write(page, at);
                }
            }
        }
    }

    static void overwrite(Path file, long offset, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(bytes), offset);
        }
    }

    static void flipBit(Path file, long offset, int bit) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, offset);
            one.put(0, (byte) (one.get(0) ^ 1 << bit)).flip();
            channel.write(one, offset);
        }
    }

    static void truncate(Path file, long length) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(length);
        }
    }
}
