package tallystick.engine.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/** Reads what {@link TarWriter} writes, and nothing else: every byte of the file has its value. */
final class TarReader implements AutoCloseable {

    private static final int BLOCK = TarWriter.BLOCK;
    private static final int MAX_BYTES = 1 << 30;

    private final FileChannel file;
    private final SequencedMap<String, Place> places = new LinkedHashMap<>();

    private record Place(long at, int length) {}

    /**
     * Finds every file in the archive.
     *
     * @throws BundleFaultException when it ends early, or a byte between the files is not as it
     *     must be
     */
    TarReader(Path archive) throws IOException {
        file = FileChannel.open(archive, StandardOpenOption.READ);
        try {
            index();
        } catch (IOException | RuntimeException failed) {
            file.close();
            throw failed;
        }
    }

    private void index() throws IOException {
        long at = 0;
        while (true) {
            byte[] header = bytes(at, BLOCK);
            if (isZero(header)) {
                end(at);
                return;
            }
            String name = name(header);
            int length = length(header, at);
            if (!Arrays.equals(header, TarWriter.header(name, length))) {
                throw BundleFaultException.tampered("the archive's header at byte " + at);
            }
            int padding = -length & (BLOCK - 1);
            if (!isZero(bytes(at + BLOCK + length, padding))) {
                throw BundleFaultException.tampered("the archive's padding after " + name);
            }
            if (places.put(name, new Place(at + BLOCK, length)) != null) {
                throw BundleFaultException.tampered(name + " is there twice");
            }
            at += BLOCK + length + padding;
        }
    }

    private void end(long at) throws IOException {
        if (!isZero(bytes(at, 2 * BLOCK))) {
            throw BundleFaultException.tampered("the archive's end");
        }
        if (file.size() != at + 2 * BLOCK) {
            throw BundleFaultException.tampered("there is something behind the archive's end");
        }
        if (places.isEmpty() || !places.lastEntry().getKey().equals(TarWriter.SUMS)) {
            throw BundleFaultException.incomplete(TarWriter.SUMS + " is missing");
        }
    }

    private static String name(byte[] header) {
        int end = 0;
        while (end < 100 && header[end] != 0) {
            end++;
        }
        return new String(header, 0, end, StandardCharsets.US_ASCII);
    }

    private static int length(byte[] header, long at) {
        String octal = new String(header, 124, 11, StandardCharsets.US_ASCII);
        if (!octal.matches("[0-7]{11}")) {
            throw BundleFaultException.tampered("the archive's header at byte " + at);
        }
        long length = Long.parseLong(octal, 8);
        if (length > MAX_BYTES) {
            throw BundleFaultException.tampered("a length in the header at byte " + at);
        }
        return (int) length;
    }

    private static boolean isZero(byte[] bytes) {
        int or = 0;
        for (byte b : bytes) {
            or |= b;
        }
        return or == 0;
    }

    /** Names in the order of the archive, the list of hashes last. */
    SequencedSet<String> names() {
        return Collections.unmodifiableSequencedSet(places.sequencedKeySet());
    }

    /** Whether there is a file of that name. */
    boolean has(String name) {
        return places.containsKey(name);
    }

    /** A file's content, null when it is not there. */
    byte @Nullable [] read(String name) {
        Place place = places.get(name);
        try {
            return place == null ? null : bytes(place.at(), place.length());
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + name, unreadable);
        }
    }

    private byte[] bytes(long at, int length) throws IOException {
        byte[] bytes = new byte[length];
        ByteBuffer into = ByteBuffer.wrap(bytes);
        while (into.hasRemaining()) {
            if (file.read(into, at + into.position()) < 0) {
                throw BundleFaultException.incomplete(
                        "the archive ends at byte " + file.size() + ", within what it begins");
            }
        }
        return bytes;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
