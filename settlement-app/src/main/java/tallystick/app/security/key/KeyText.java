package tallystick.app.security.key;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * What a key looks like: {@code taas_live_<id>_<secret><check>}. The secret has 52 characters of
 * five random bits, 256 of them in use; the check, a CRC-32 over all before it, tells a key that
 * was cut or mistyped, and lets those who search texts for keys know one when they see it.
 */
public final class KeyText {

    /** What every key begins with. */
    public static final String PREFIX = "taas_live_";

    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int ID_CHARS = 16;
    private static final int SECRET_CHARS = 52;
    private static final int CHECK_CHARS = 7;
    private static final int LENGTH = PREFIX.length() + ID_CHARS + 1 + SECRET_CHARS + CHECK_CHARS;
    private static final SecureRandom RANDOM = new SecureRandom();

    private KeyText() {}

    /** A new key, which nobody has had before. */
    public static String generate() {
        String body = PREFIX + random(ID_CHARS) + "_" + random(SECRET_CHARS);
        return body + check(body);
    }

    /** The id in a key, null when it is not one. */
    public static @Nullable String idOf(String key) {
        int secret = PREFIX.length() + ID_CHARS;
        if (key.length() != LENGTH || !key.startsWith(PREFIX) || key.charAt(secret) != '_') {
            return null;
        }
        String body = key.substring(0, LENGTH - CHECK_CHARS);
        return key.endsWith(check(body)) ? key.substring(PREFIX.length(), secret) : null;
    }

    /**
     * What is kept of a key: SHA-256 over the whole of it, hex. No salt and no slow hash, which
     * guard what people choose: nobody guesses 256 random bits.
     */
    public static String hash(String key) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha.digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    private static String random(int chars) {
        StringBuilder text = new StringBuilder(chars);
        for (int i = 0; i < chars; i++) {
            text.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }

    private static String check(String body) {
        CRC32 crc = new CRC32();
        crc.update(body.getBytes(StandardCharsets.UTF_8));
        long value = crc.getValue();
        StringBuilder text = new StringBuilder(CHECK_CHARS);
        for (int i = 0; i < CHECK_CHARS; i++) {
            text.append(ALPHABET.charAt((int) (value >> (5 * i)) & 31));
        }
        return text.toString();
    }
}
