package tallystick.engine.audit;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes POSIX ustar of which every byte follows from names and contents: owner and time are zero,
 * and the last file lists the SHA-256 of all others.
 */
final class TarWriter implements AutoCloseable {

    static final int BLOCK = 512;
    static final String SUMS = "SHA256SUMS";

    private static final int NAME_BYTES = 100;
    private static final int CHECKSUM_AT = 148;

    private final OutputStream out;
    private final SortedMap<String, String> sums = new TreeMap<>();

    TarWriter(OutputStream out) {
        this.out = out;
    }

    void add(String name, byte[] content) throws IOException {
        sums.put(name, HexFormat.of().formatHex(sha256(content)));
        write(name, content);
    }

    private void write(String name, byte[] content) throws IOException {
        out.write(header(name, content.length));
        out.write(content);
        out.write(new byte[-content.length & (BLOCK - 1)]);
    }

    static byte[] sha256(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /** The one header that a file of this name and length has here. */
    static byte[] header(String name, long length) {
        byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
        if (bytes.length > NAME_BYTES) {
            throw new IllegalArgumentException("name too long: " + name);
        }
        byte[] header = new byte[BLOCK];
        System.arraycopy(bytes, 0, header, 0, bytes.length);
        put(header, 100, "0000644\0");
        put(header, 108, "0000000\0");
        put(header, 116, "0000000\0");
        put(header, 124, String.format(Locale.ROOT, "%011o\0", length));
        put(header, 136, "00000000000\0");
        put(header, CHECKSUM_AT, "        ");
        put(header, 156, "0");
        put(header, 257, "ustar\0" + "00");
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xFF;
        }
        put(header, CHECKSUM_AT, String.format(Locale.ROOT, "%06o\0 ", sum));
        return header;
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    /** The list of hashes as {@code sha256sum -c} takes it. */
    static String sums(SortedMap<String, String> byName) {
        StringBuilder text = new StringBuilder();
        byName.forEach((name, sum) -> text.append(sum).append("  ").append(name).append('\n'));
        return text.toString();
    }

    /** Writes the hashes and the end. */
    @Override
    public void close() throws IOException {
        write(SUMS, sums(sums).getBytes(StandardCharsets.UTF_8));
        out.write(new byte[2 * BLOCK]);
        out.close();
    }
}
