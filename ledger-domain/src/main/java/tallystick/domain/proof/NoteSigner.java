package tallystick.domain.proof;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.util.Arrays;
import java.util.List;

/**
 * A key that signs. Its text is that of Go's {@code golang.org/x/mod/sumdb/note}: {@code
 * PRIVATE+KEY+<name>+<key id>+<base64 of type and seed>}.
 */
public final class NoteSigner {

    private static final String PREFIX = "PRIVATE+KEY+";

    private final NoteKey key;
    private final byte[] seed;
    private final PrivateKey secret;

    /**
     * @param key what verifies
     * @param seed 32 bytes of chance, of which the key was made
     * @throws ProofFormatException when the key is not the seed's
     */
    public NoteSigner(NoteKey key, byte[] seed) {
        if (seed.length != Ed25519.KEY_BYTES) {
            throw new ProofFormatException("a seed has 32 bytes");
        }
        this.key = key;
        this.seed = seed.clone();
        secret = Ed25519.privateKey(seed);
        byte[] probe = "tallystick key pair\n".getBytes(StandardCharsets.UTF_8);
        if (!key.verifies(probe, Ed25519.sign(secret, probe))) {
            throw new ProofFormatException("the secret key is not that of " + key.name());
        }
    }

    /**
     * Reads a signer's text.
     *
     * @param key what verifies
     * @throws ProofFormatException when the text is none, or of another key
     */
    public static NoteSigner parse(String skey, NoteKey key) {
        if (!skey.startsWith(PREFIX)) {
            throw new ProofFormatException("a secret key begins with " + PREFIX);
        }
        String[] parts = skey.substring(PREFIX.length()).split("\\+", 3);
        if (parts.length != 3 || !parts[0].equals(key.name()) || !parts[1].equals(key.idHex())) {
            throw new ProofFormatException("the secret key is not that of " + key.name());
        }
        byte[] typed = StrictBase64.decode(parts[2]);
        if (typed.length != 1 + Ed25519.KEY_BYTES || (typed[0] & 0xFF) != key.type()) {
            throw new ProofFormatException("the secret key has another type");
        }
        return new NoteSigner(key, Arrays.copyOfRange(typed, 1, typed.length));
    }

    /** What verifies. */
    public NoteKey key() {
        return key;
    }

    /** The secret as text. */
    public String secretText() {
        byte[] typed =
                ByteBuffer.allocate(1 + seed.length).put((byte) key.type()).put(seed).array();
        return PREFIX + key.name() + "+" + key.idHex() + "+" + StrictBase64.encode(typed);
    }

    /** Signs a text as a note's. Only for keys that sign notes. */
    public NoteSignature sign(String text) {
        if (key.type() != NoteKey.SIGNS_NOTES) {
            throw new IllegalStateException("this key cosigns");
        }
        byte[] message = text.getBytes(StandardCharsets.UTF_8);
        return new NoteSignature(key.name(), key.id(), Ed25519.sign(secret, message));
    }

    /** A note with the signatures of these keys. */
    public static SignedNote note(String text, List<NoteSigner> signers) {
        return new SignedNote(text, signers.stream().map(signer -> signer.sign(text)).toList());
    }

    /**
     * Cosigns a checkpoint's text. Only for keys that cosign.
     *
     * @param epochSeconds when, seconds since 1970, 1 or more
     */
    public NoteSignature cosign(String text, long epochSeconds) {
        if (key.type() != NoteKey.COSIGNS || epochSeconds < 1) {
            throw new IllegalStateException("this key does not cosign at " + epochSeconds);
        }
        byte[] signed = Ed25519.sign(secret, Cosignature.message(text, epochSeconds));
        byte[] timed =
                ByteBuffer.allocate(Long.BYTES + signed.length)
                        .putLong(epochSeconds)
                        .put(signed)
                        .array();
        return new NoteSignature(key.name(), key.id(), timed);
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "NoteSigner[" + key + "]";
    }
}
