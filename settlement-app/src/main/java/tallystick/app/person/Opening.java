package tallystick.app.person;

import java.security.SecureRandom;
import java.util.Base64;
import tallystick.domain.proof.FieldCommitment;

/**
 * What opens a commitment.
 *
 * @param field what the value is, such as {@code email}
 * @param value the personal datum itself
 * @param saltBase64 32 bytes of chance
 */
public record Opening(String field, String value, String saltBase64) {

    private static final SecureRandom RANDOM = new SecureRandom();

    /** With a salt of its own. */
    static Opening fresh(String field, String value) {
        byte[] salt = new byte[FieldCommitment.SALT_BYTES];
        RANDOM.nextBytes(salt);
        return new Opening(field, value, Base64.getEncoder().encodeToString(salt));
    }

    /** The salt's bytes. */
    public byte[] salt() {
        return Base64.getDecoder().decode(saltBase64);
    }

    /** What stands in events. */
    public FieldCommitment commitment() {
        return FieldCommitment.of(salt(), value);
    }

    /** Without what it opens: exceptions and logs are no place for it. */
    @Override
    public String toString() {
        return "Opening of " + commitment().hex();
    }
}
