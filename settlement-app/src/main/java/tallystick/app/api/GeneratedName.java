package tallystick.app.api;

import java.security.SecureRandom;

/** Names for what the caller did not name. */
public final class GeneratedName {

    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int LENGTH = 26;
    private static final SecureRandom RANDOM = new SecureRandom();

    private GeneratedName() {}

    /**
     * A name of 130 random bits, which nobody has had before.
     *
     * @param prefix such as {@code wal_}
     */
    public static String of(String prefix) {
        StringBuilder name = new StringBuilder(prefix);
        for (int i = 0; i < LENGTH; i++) {
            name.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return name.toString();
    }
}
