package tallystick.domain.proof;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/** A SHA-256 value: 32 bytes that do not change. */
public final class Hash {

    /** Bytes of a hash. */
    public static final int BYTES = 32;

    private final byte[] bytes;

    private Hash(byte[] owned) {
        bytes = owned;
    }

    /**
     * Copies 32 bytes.
     *
     * @throws ProofFormatException when there are more or fewer
     */
    public static Hash of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new ProofFormatException("a hash has 32 bytes, not " + bytes.length);
        }
        return new Hash(bytes.clone());
    }

    /**
     * Copies 32 bytes from a place in others.
     *
     * @throws ProofFormatException when there are not so many
     */
    public static Hash of(byte[] bytes, int offset) {
        if (offset < 0 || offset > bytes.length - BYTES) {
            throw new ProofFormatException("no hash at byte " + offset);
        }
        return new Hash(Arrays.copyOfRange(bytes, offset, offset + BYTES));
    }

    /**
     * The hash in strict Base64.
     *
     * @throws ProofFormatException when that is not 32 bytes
     */
    public static Hash ofBase64(String text) {
        return of(StrictBase64.decode(text));
    }

    /** A copy of the bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Base64 with padding. */
    public String base64() {
        return StrictBase64.encode(bytes);
    }

    /** 64 lower-case digits. */
    public String hex() {
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Hash that && MessageDigest.isEqual(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return base64();
    }
}
