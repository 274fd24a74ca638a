package tallystick.domain.proof;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** One signature line of a note: who says to have signed, and the bytes. Not verified by itself. */
public final class NoteSignature {

    private static final String DASH = "\u2014 ";

    private final String name;
    private final int keyId;
    private final byte[] bytes;

    NoteSignature(String name, int keyId, byte[] bytes) {
        this.name = name;
        this.keyId = keyId;
        this.bytes = bytes.clone();
    }

    /**
     * Reads a line without its newline.
     *
     * @throws ProofFormatException unless it is em dash, space, name, space, Base64
     */
    public static NoteSignature parse(String line) {
        if (!line.startsWith(DASH)) {
            throw new ProofFormatException("a signature line begins with an em dash");
        }
        String[] words = line.substring(DASH.length()).split(" ", -1);
        if (words.length != 2) {
            throw new ProofFormatException("a signature line has a name and Base64");
        }
        NoteKey.requireName(words[0]);
        byte[] identified = StrictBase64.decode(words[1]);
        if (identified.length <= Integer.BYTES) {
            throw new ProofFormatException("a signature is longer than its key id");
        }
        return new NoteSignature(
                words[0],
                ByteBuffer.wrap(identified).getInt(),
                Arrays.copyOfRange(identified, Integer.BYTES, identified.length));
    }

    public String name() {
        return name;
    }

    public int keyId() {
        return keyId;
    }

    /** A copy of the bytes behind the key id. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** The line, without newline. */
    @Override
    public String toString() {
        byte[] identified =
                ByteBuffer.allocate(Integer.BYTES + bytes.length).putInt(keyId).put(bytes).array();
        return DASH + name + " " + StrictBase64.encode(identified);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NoteSignature that && toString().equals(that.toString());
    }

    @Override
    public int hashCode() {
        return 31 * keyId + Arrays.hashCode(bytes);
    }
}
