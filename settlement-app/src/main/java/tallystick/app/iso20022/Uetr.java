package tallystick.app.iso20022;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Unique end-to-end transaction reference of a leg: a UUID in the form of version 4 (ISO 20022
 * {@code UUIDv4Identifier}), lower case. The same leg has the same one for ever, so that whoever is
 * sent it twice pays once.
 */
public record Uetr(String text) implements Comparable<Uetr> {

    private static final Pattern FORM =
            Pattern.compile("[a-f0-9]{8}-[a-f0-9]{4}-4[a-f0-9]{3}-[89ab][a-f0-9]{3}-[a-f0-9]{12}");
    private static final Pattern COMPACT =
            Pattern.compile("[a-f0-9]{12}4[a-f0-9]{3}[89ab][a-f0-9]{15}");
    private static final int BYTES = 16;

    public Uetr {
        MessageFault.require(
                FORM.matcher(text).matches(), "UETR", "must be a lower-case UUID of version 4");
    }

    /**
     * The reference that these parts always give: SHA-256 over each one's length and UTF-8, cut to
     * 128 bits, version and variant set (as RFC 9562 does for its version 8; the form must say 4).
     *
     * @param parts what tells this leg from every other, such as window, payer, payee, currency
     */
    public static Uetr of(String... parts) {
        MessageFault.require(parts.length > 0, "UETR", "must be made of something");
        byte[] hash = hash(parts);
        hash[6] = (byte) ((hash[6] & 0x0f) | 0x40);
        hash[8] = (byte) ((hash[8] & 0x3f) | 0x80);
        return ofCompact(HexFormat.of().formatHex(hash, 0, BYTES));
    }

    private static byte[] hash(String... parts) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                byte[] utf8 = part.getBytes(StandardCharsets.UTF_8);
                sha.update((utf8.length + ":").getBytes(StandardCharsets.US_ASCII));
                sha.update(utf8);
            }
            return sha.digest();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /** Whether a text is one without its dashes. */
    static boolean isCompact(String text) {
        return COMPACT.matcher(text).matches();
    }

    /** From the 32 digits without dashes. */
    static Uetr ofCompact(String digits) {
        MessageFault.require(isCompact(digits), "UETR", "must be 32 digits of a UUID of version 4");
        return new Uetr(
                String.join(
                        "-",
                        digits.substring(0, 8),
                        digits.substring(8, 12),
                        digits.substring(12, 16),
                        digits.substring(16, 20),
                        digits.substring(20)));
    }

    /** Its 32 digits without dashes, for fields of at most 35 characters. */
    public String compact() {
        return text.replace("-", "");
    }

    @Override
    public int compareTo(Uetr other) {
        return text.compareTo(other.text);
    }
}
