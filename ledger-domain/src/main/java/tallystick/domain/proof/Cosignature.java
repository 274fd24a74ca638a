package tallystick.domain.proof;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * C2SP tlog-cosignature, cosignature/v1: a witness's statement that at a time this was the largest
 * tree it had seen of the log, consistent with all it had seen before.
 */
public final class Cosignature {

    private static final int LENGTH = Long.BYTES + Ed25519.SIGNATURE_BYTES;

    private Cosignature() {}

    /**
     * When a cosigner signed a checkpoint's text, seconds since 1970.
     *
     * @param signature one that names the key
     * @return −1 when the signature is not good
     */
    public static long timeOf(NoteKey key, String text, NoteSignature signature) {
        byte[] timed = signature.bytes();
        if (key.type() != NoteKey.COSIGNS || !key.signed(signature) || timed.length != LENGTH) {
            return -1;
        }
        long epochSeconds = ByteBuffer.wrap(timed).getLong();
        byte[] signed = Arrays.copyOfRange(timed, Long.BYTES, LENGTH);
        return epochSeconds >= 0 && key.verifies(message(text, epochSeconds), signed)
                ? epochSeconds
                : -1;
    }

    static byte[] message(String text, long epochSeconds) {
        return ("cosignature/v1\ntime " + epochSeconds + "\n" + text)
                .getBytes(StandardCharsets.UTF_8);
    }
}
