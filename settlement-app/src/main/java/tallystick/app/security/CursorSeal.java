package tallystick.app.security;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Marks cursors with whose and which list's they are: HMAC-SHA-256, 128 bits of it. Isolation does
 * not rest on it, for every query is the caller's own; a cursor that was handed on is refused.
 */
final class CursorSeal {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int MARK_BYTES = 16;

    private final SecretKeySpec key;

    /**
     * @param secret 32 random bytes
     */
    CursorSeal(byte[] secret) {
        key = new SecretKeySpec(secret, ALGORITHM);
    }

    String mark(String principal, String list, String after) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            part(mac, principal);
            part(mac, list);
            part(mac, after);
            byte[] mark = Arrays.copyOf(mac.doFinal(), MARK_BYTES);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(mark);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, impossible);
        }
    }

    private static void part(Mac mac, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int shift = 24; shift >= 0; shift -= 8) {
            mac.update((byte) (bytes.length >> shift));
        }
        mac.update(bytes);
    }
}
