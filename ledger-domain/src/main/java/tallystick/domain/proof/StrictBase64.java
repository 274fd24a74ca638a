package tallystick.domain.proof;

import java.util.Base64;

/** RFC 4648 section 4 with padding, and one text only for the same bytes. */
final class StrictBase64 {

    private StrictBase64() {}

    static String encode(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /**
     * Decodes.
     *
     * @throws ProofFormatException unless encoding the bytes gives the same text again
     */
    static byte[] decode(String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            if (encode(bytes).equals(text)) {
                return bytes;
            }
        } catch (IllegalArgumentException notBase64) {
            throw new ProofFormatException("not Base64: " + notBase64.getMessage());
        }
        throw new ProofFormatException("not the one Base64 text of its bytes");
    }
}
