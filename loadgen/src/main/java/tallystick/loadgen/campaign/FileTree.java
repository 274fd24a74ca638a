package tallystick.loadgen.campaign;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.stream.Stream;

/** Directories as campaigns make and break them. */
final class FileTree {

    private static final int PAGE_BYTES = 4096;

    private FileTree() {}

    static void delete(Path tree) throws IOException {
        if (Files.exists(tree)) {
            try (Stream<Path> entries = Files.walk(tree)) {
                for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(entry);
                }
            }
        }
    }

    /** Copies files as they are, holes as holes. */
    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> entries = Files.walk(from)) {
            for (Path entry : entries.sorted().toList()) {
                Path target = to.resolve(from.relativize(entry).toString());
                if (Files.isDirectory(entry)) {
                    Files.createDirectories(target);
                } else {
                    copySparse(entry, target);
                }
            }
        }
    }

    private static void copySparse(Path from, Path to) throws IOException {
        ByteBuffer page = ByteBuffer.allocate(PAGE_BYTES);
        ByteBuffer zeros = ByteBuffer.allocate(PAGE_BYTES);
        try (FileChannel source = FileChannel.open(from, StandardOpenOption.READ);
                FileChannel target =
                        FileChannel.open(
                                to,
                                StandardOpenOption.CREATE,
                                StandardOpenOption.TRUNCATE_EXISTING,
                                StandardOpenOption.WRITE)) {
            long size = source.size();
            for (long at = 0; at < size; at += PAGE_BYTES) {
                source.read(page.clear(), at);
                page.flip();
                // The last byte is written in any case, so that the length is the same.
                if (page.mismatch(zeros.clear().limit(page.limit())) >= 0
                        || at + page.limit() == size) {
                    target.write(page, at);
                }
            }
        }
    }

    static byte[] read(Path file, long offset, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            while (bytes.hasRemaining()) {
                if (channel.read(bytes, offset + bytes.position()) < 0) {
                    throw new IOException(file + " ends before byte " + (offset + length));
                }
            }
        }
        return bytes.array();
    }

    static void write(Path file, long offset, byte[] bytes) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            while (left.hasRemaining()) {
                channel.write(left, offset + left.position());
            }
        }
    }

    static void flipBit(Path file, long offset, int bit) throws IOException {
        byte[] one = read(file, offset, 1);
        one[0] ^= (byte) (1 << bit);
        write(file, offset, one);
    }

    static void truncate(Path file, long length) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(length);
        }
    }
}
