package tallystick.engine.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Measures appends of 128-byte events with one force per batch: both kinds of journal, and as the
 * limit a plain file of written zeros. Arguments: a directory on the disk to measure, seconds per
 * case (default 5), and whether a reader follows (default no).
 */
final class JournalProbe {

    private static final int EVENT_BYTES = 128;
    private static final int[] BATCHES = {1, 64, 1_024, 8_192};
    private static final int MAX_FORCES = 1_000_000;
    private static final long PLAIN_FILE_BYTES = 1L << 30;

    private final Path directory;
    private final long nanosPerCase;
    private final boolean following;
    private final long[] forceNanos = new long[MAX_FORCES];
    private int forces;

    private JournalProbe(Path directory, int secondsPerCase, boolean following) {
        this.directory = directory;
        this.nanosPerCase = secondsPerCase * 1_000_000_000L;
        this.following = following;
    }

    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        boolean following = arguments.length > 2 && Boolean.parseBoolean(arguments[2]);
        JournalProbe probe = new JournalProbe(directory, seconds, following);
        System.out.printf(
                "%-10s %6s %14s %9s %10s %10s %10s%n",
                "kind", "batch", "events/s", "MB/s", "force p50", "p99", "max (us)");
        for (boolean warm : List.of(false, true)) {
            for (int batch : BATCHES) {
                probe.plain(batch, warm);
                for (JournalKind kind : JournalKind.values()) {
                    probe.journal(kind, batch, warm);
                }
            }
        }
    }

    private void plain(int batch, boolean print) throws IOException {
        Path file = directory.resolve("plain");
        ByteBuffer bytes = ByteBuffer.allocateDirect(batch * EVENT_BYTES);
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            ByteBuffer zeros = ByteBuffer.allocateDirect(1 << 20);
            for (long at = 0; at < PLAIN_FILE_BYTES; at += zeros.capacity()) {
                channel.write(zeros.clear(), at);
            }
            channel.force(true);
            long start = begin();
            long offset = 0;
            // Once around the file is enough; it then writes where it has written before.
            while (goesOn(start)) {
                channel.write(bytes.clear(), offset % (PLAIN_FILE_BYTES - bytes.capacity()));
                offset += bytes.capacity();
                long before = System.nanoTime();
                channel.force(false);
                forceNanos[forces++] = System.nanoTime() - before;
            }
            report("PLAIN", batch, start, print);
        }
        Files.delete(file);
    }

    private void journal(JournalKind kind, int batch, boolean print) throws Exception {
        Path where = directory.resolve("journal");
        UnsafeBuffer payload = new UnsafeBuffer(new byte[batch * EVENT_BYTES]);
        payload.setMemory(0, payload.capacity(), (byte) 7);
        JournalOptions options =
                JournalOptions.of(where, kind).withRecordedSizeFile(directory.resolve("size"));
        try (Journal journal = Journals.open(options)) {
            Thread follower = Thread.ofPlatform().unstarted(() -> follow(journal));
            if (following) {
                follower.start();
            }
            long start = begin();
            while (goesOn(start)) {
                long position = journal.lastAppendedPosition() + 1;
                journal.append(position, batch, payload, 0, payload.capacity());
                long before = System.nanoTime();
                journal.force();
                forceNanos[forces++] = System.nanoTime() - before;
            }
            report(kind.name(), batch, start, print);
            follower.interrupt();
            follower.join();
        }
        delete(where);
        Files.deleteIfExists(options.recordedSizeFile());
    }

    private static void follow(Journal journal) {
        try (FrameReader reader = journal.reader(0)) {
            while (reader.await(1_000)) {
                while (reader.next() && !Thread.currentThread().isInterrupted()) {
                    Thread.onSpinWait();
                }
            }
        } catch (InterruptedException e) {
            // The case is over.
            Thread.currentThread().interrupt();
        }
    }

    private long begin() {
        forces = 0;
        return System.nanoTime();
    }

    private boolean goesOn(long start) {
        return System.nanoTime() - start < nanosPerCase && forces < MAX_FORCES;
    }

    private void report(String name, int batch, long start, boolean print) {
        double seconds = (System.nanoTime() - start) / 1e9;
        double events = (double) forces * batch / seconds;
        Arrays.sort(forceNanos, 0, forces);
        if (print) {
            System.out.printf(
                    "%-10s %,6d %,14.0f %9.1f %10.0f %10.0f %10.0f%n",
                    name,
                    batch,
                    events,
                    events * EVENT_BYTES / 1e6,
                    forceNanos[forces / 2] / 1e3,
                    forceNanos[(int) (forces * 0.99)] / 1e3,
                    forceNanos[forces - 1] / 1e3);
        }
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> entries = Files.walk(tree)) {
            for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(entry);
            }
        }
    }
}
