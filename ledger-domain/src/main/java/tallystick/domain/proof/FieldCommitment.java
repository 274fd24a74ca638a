package tallystick.domain.proof;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What an event has in the place of a personal field: SHA-256 over a salt of 256 random bits and
 * the field's UTF-8. Who has salt and field can show that it is this one; without the salt nobody
 * can, not even by guessing fields.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record FieldCommitment(String hex) {

    /** Bytes of a salt. */
    public static final int SALT_BYTES = 32;

    /**
     * @throws IllegalArgumentException when it is not 64 lower-case hexadecimal digits
     */
    public FieldCommitment {
        if (!hex.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("a commitment has 64 hexadecimal digits");
        }
    }

    /**
     * Commits to a field.
     *
     * @param salt of 32 bytes, of chance, for this field alone
     * @throws IllegalArgumentException when the salt has another length
     */
    public static FieldCommitment of(byte[] salt, String field) {
        if (salt.length != SALT_BYTES) {
            throw new IllegalArgumentException("a salt has " + SALT_BYTES + " bytes");
        }
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(salt);
            return new FieldCommitment(
                    HexFormat.of().formatHex(sha.digest(field.getBytes(StandardCharsets.UTF_8))));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /** Whether it is this field's. */
    public boolean isOpenedBy(byte[] salt, String field) {
        return salt.length == SALT_BYTES && equals(of(salt, field));
    }
}
