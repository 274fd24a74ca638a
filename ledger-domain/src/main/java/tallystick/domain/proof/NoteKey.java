package tallystick.domain.proof;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A verifier key after C2SP signed-note: a name, an Ed25519 public key, and what the key signs. Two
 * types are known: {@code 0x01} signs the text of a note, {@code 0x04} cosigns a checkpoint.
 */
public final class NoteKey {

    /** Signs the text of a note. */
    public static final int SIGNS_NOTES = 0x01;

    /** Cosigns checkpoints at a time, after C2SP tlog-cosignature. */
    public static final int COSIGNS = 0x04;

    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}");

    private final String name;
    private final int type;
    private final byte[] publicKey;
    private final PublicKey key;
    private final int id;

    private NoteKey(String name, int type, byte[] publicKey) {
        requireName(name);
        if (type != SIGNS_NOTES && type != COSIGNS) {
            throw new ProofFormatException("signature type " + type + " is not known here");
        }
        if (publicKey.length != Ed25519.KEY_BYTES) {
            throw new ProofFormatException("an Ed25519 public key has 32 bytes");
        }
        this.name = name;
        this.type = type;
        this.publicKey = publicKey.clone();
        key = Ed25519.publicKey(publicKey);
        id = id(name, type, publicKey);
    }

    /**
     * A key of 32 bytes.
     *
     * @throws ProofFormatException when the name is no key name or the bytes no key
     */
    public static NoteKey of(String name, int type, byte[] publicKey) {
        return new NoteKey(name, type, publicKey);
    }

    /**
     * Reads {@code <name>+<key id>+<base64 of type and key>}.
     *
     * @throws ProofFormatException when it is not that, or the id is not the key's
     */
    public static NoteKey parse(String vkey) {
        String[] parts = vkey.split("\\+", 3);
        if (parts.length != 3 || !ID.matcher(parts[1]).matches()) {
            throw new ProofFormatException("a key is <name>+<8 hex digits>+<Base64>");
        }
        byte[] typed = StrictBase64.decode(parts[2]);
        if (typed.length < 1) {
            throw new ProofFormatException("a key without type");
        }
        NoteKey key =
                new NoteKey(parts[0], typed[0] & 0xFF, Arrays.copyOfRange(typed, 1, typed.length));
        if (!key.idHex().equals(parts[1])) {
            throw new ProofFormatException("the key's id is " + key.idHex() + ", not " + parts[1]);
        }
        return key;
    }

    /** A key name: not empty, no spaces of Unicode, no plus, no control characters. */
    static void requireName(String name) {
        boolean good = !name.isEmpty();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            good &= c >= ' ' && c != '+' && !Character.isWhitespace(c) && !Character.isSpaceChar(c);
            good &= c != 0x85 && c != 0x7F;
        }
        if (!good) {
            throw new ProofFormatException("a key name is not empty and has no spaces or plus");
        }
    }

    private static int id(String name, int type, byte[] publicKey) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(name.getBytes(StandardCharsets.UTF_8));
            sha256.update((byte) '\n');
            sha256.update((byte) type);
            return ByteBuffer.wrap(sha256.digest(publicKey)).getInt();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    public String name() {
        return name;
    }

    /** {@link #SIGNS_NOTES} or {@link #COSIGNS}. */
    public int type() {
        return type;
    }

    /** First four bytes of SHA-256(name ‖ newline ‖ type ‖ key), big-endian. */
    public int id() {
        return id;
    }

    /** The id as eight lower-case hex digits. */
    public String idHex() {
        return String.format(Locale.ROOT, "%08x", id);
    }

    /** A copy of the 32 bytes. */
    public byte[] publicKey() {
        return publicKey.clone();
    }

    /** Whether a signature names this key. */
    public boolean signed(NoteSignature signature) {
        return signature.keyId() == id && signature.name().equals(name);
    }

    /** Whether the signature of this key over a message of exactly these bytes is good. */
    boolean verifies(byte[] message, byte[] signature) {
        return Ed25519.verifies(key, message, signature);
    }

    /** The vkey text. */
    @Override
    public String toString() {
        byte[] typed = new byte[1 + publicKey.length];
        typed[0] = (byte) type;
        System.arraycopy(publicKey, 0, typed, 1, publicKey.length);
        return name + "+" + idHex() + "+" + StrictBase64.encode(typed);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NoteKey that && toString().equals(that.toString());
    }

    @Override
    public int hashCode() {
        return id;
    }
}
