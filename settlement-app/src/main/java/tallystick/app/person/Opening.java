package tallystick.app.person;

import java.security.SecureRandom;
import tallystick.domain.proof.FieldCommitment;

/**
 * What opens a commitment.
 *
 * @param field what the value is, such as {@code email}
 * @param value the personal datum itself
 * @param salt 32 bytes of chance
 */
public record Opening(String field, String value, byte[] salt) {

    private static final SecureRandom RANDOM = new SecureRandom();

    public Opening {
        salt = salt.clone();
    }

    /** With a salt of its own. */
    static Opening fresh(String field, String value) {
        byte[] salt = new byte[FieldCommitment.SALT_BYTES];
        RANDOM.nextBytes(salt);
        return new Opening(field, value, salt);
    }

    @Override
    public byte[] salt() {
        return salt.clone();
    }

    /** What stands in events. */
    public FieldCommitment commitment() {
        return FieldCommitment.of(salt, value);
    }

    /** Without what it opens: exceptions and logs are no place for it. */
    @Override
    public String toString() {
        return "Opening of " + commitment().hex();
    }
}
