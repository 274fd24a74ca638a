package tallystick.loadgen.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

/**
 * The limit that the disk sets: a file whose blocks are there, written and forced in pieces as
 * large as the journal's were, by one thread that does nothing else.
 */
final class PlainFile {

    private static final long NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final int FILE_BYTES = 1 << 28;
    private static final int MIB = 1 << 20;

    private PlainFile() {}

    /**
     * Writes and forces for two seconds.
     *
     * @param directory on the disk to measure
     * @param bytesPerForce 1 … 2^27
     * @return forces a second
     * @throws IOException the file cannot be made, written or forced
     */
    static double forcesPerSecond(Path directory, int bytesPerForce) throws IOException {
        Path file = directory.resolve("plain-file");
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            fill(channel);
            ByteBuffer piece = ByteBuffer.allocateDirect(bytesPerForce);
            long forces = 0;
            long at = 0;
            long begin = System.nanoTime();
            long nanos;
            do {
                write(channel, piece.clear(), at);
                at = (at + bytesPerForce) % (FILE_BYTES - bytesPerForce);
                channel.force(false);
                forces++;
                nanos = System.nanoTime() - begin;
            } while (nanos < NANOS);
            return forces * 1e9 / nanos;
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static void fill(FileChannel channel) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocateDirect(MIB);
        for (long at = 0; at < FILE_BYTES; at += MIB) {
            write(channel, zeros.clear(), at);
        }
        channel.force(true);
    }

    private static void write(FileChannel channel, ByteBuffer bytes, long at) throws IOException {
        long to = at;
        while (bytes.hasRemaining()) {
            to += channel.write(bytes, to);
        }
    }
}
