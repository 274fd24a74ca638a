package tallystick.domain.settlement;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import tallystick.domain.money.Pico;

/**
 * A SHA-256 value; sorts by its bytes, unsigned.
 *
 * @param a bytes 0 … 7, big-endian
 * @param b bytes 8 … 15
 * @param c bytes 16 … 23
 * @param d bytes 24 … 31
 */
public record Sha256(long a, long b, long c, long d) implements Comparable<Sha256> {

    /** Bytes in a value. */
    public static final int BYTES = 32;

    /**
     * @param bytes 32 of them
     * @throws IllegalArgumentException for another number
     */
    public static Sha256 of(byte[] bytes) {
        ArgumentCheck.that(bytes.length == BYTES, "bytes", "must be 32");
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new Sha256(buffer.getLong(), buffer.getLong(), buffer.getLong(), buffer.getLong());
    }

    /**
     * @param hex 64 hex digits
     * @throws IllegalArgumentException for anything else
     */
    public static Sha256 ofHex(String hex) {
        return of(HexFormat.of().parseHex(hex));
    }

    public byte[] bytes() {
        return ByteBuffer.allocate(BYTES).putLong(a).putLong(b).putLong(c).putLong(d).array();
    }

    /** 64 lower-case hex digits. */
    public String toHex() {
        return HexFormat.of().formatHex(bytes());
    }

    @Override
    public int compareTo(Sha256 other) {
        int byA = Long.compareUnsigned(a, other.a);
        int byB = byA != 0 ? byA : Long.compareUnsigned(b, other.b);
        int byC = byB != 0 ? byB : Long.compareUnsigned(c, other.c);
        return byC != 0 ? byC : Long.compareUnsigned(d, other.d);
    }

    @Override
    public String toString() {
        return toHex();
    }

    /**
     * A hash over fields that cannot be shifted into each other: numbers have a fixed width, texts
     * are preceded by their length. The first byte tells what is hashed.
     */
    static final class Fields {

        private final MessageDigest digest;

        Fields(byte domain) {
            try {
                digest = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException impossible) {
                throw new IllegalStateException("every Java platform has SHA-256", impossible);
            }
            digest.update(domain);
        }

        Fields number(long value) {
            digest.update(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
            return this;
        }

        Fields amount(Pico value) {
            return number(value.hi()).number(value.lo());
        }

        Fields text(String value) {
            byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
            number(utf8.length);
            digest.update(utf8);
            return this;
        }

        Fields hash(Sha256 value) {
            digest.update(value.bytes());
            return this;
        }

        Sha256 end() {
            return of(digest.digest());
        }
    }
}
