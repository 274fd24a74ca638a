package tallystick.domain.proof;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A text with signatures under it, after C2SP signed-note.
 *
 * @param text what is signed, its last newline included
 * @param signatures of known and unknown keys, 1 to 64, in order
 */
public record SignedNote(String text, List<NoteSignature> signatures) {

    /** Most bytes that are looked at. */
    public static final int MAX_BYTES = 64 * 1024;

    private static final int MOST_SIGNATURES = 64;

    public SignedNote {
        signatures = List.copyOf(signatures);
        requireText(text);
        if (signatures.isEmpty() || signatures.size() > MOST_SIGNATURES) {
            throw new ProofFormatException("a note has 1 to 64 signatures");
        }
    }

    /**
     * Reads the bytes of a note.
     *
     * @throws ProofFormatException when they are not UTF-8 or no note
     */
    public static SignedNote parse(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw new ProofFormatException("a note has at most 65536 bytes");
        }
        try {
            return parse(
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException notText) {
            throw new ProofFormatException("a note is UTF-8");
        }
    }

    /**
     * Reads a note.
     *
     * @throws ProofFormatException when it is none
     */
    public static SignedNote parse(String note) {
        int empty = note.lastIndexOf("\n\n");
        if (empty < 0 || !note.endsWith("\n")) {
            throw new ProofFormatException("a note is text, an empty line, and signature lines");
        }
        List<NoteSignature> signatures = new ArrayList<>();
        String lines = note.substring(empty + 2);
        if (!lines.isEmpty()) {
            for (String line : lines.substring(0, lines.length() - 1).split("\n", -1)) {
                signatures.add(NoteSignature.parse(line));
            }
        }
        return new SignedNote(note.substring(0, empty + 1), signatures);
    }

    private static void requireText(String text) {
        if (!text.endsWith("\n")) {
            throw new ProofFormatException("the text of a note ends with a newline");
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' && c != '\n') {
                throw new ProofFormatException("a note has no control characters");
            }
        }
    }

    /**
     * Whether this key signed the text; false when no signature names it.
     *
     * @throws ProofFormatException when one names it and is not good: such a note is to be refused
     */
    public boolean isSignedBy(NoteKey key) {
        boolean signed = false;
        for (NoteSignature signature : signatures) {
            if (key.signed(signature)) {
                requireGood(key, signature);
                signed = true;
            }
        }
        return signed;
    }

    private void requireGood(NoteKey key, NoteSignature signature) {
        boolean good =
                switch (key.type()) {
                    case NoteKey.SIGNS_NOTES -> key.verifies(textBytes(), signature.bytes());
                    default -> Cosignature.timeOf(key, text, signature) >= 0;
                };
        if (!good) {
            throw new ProofFormatException("the signature of " + key.name() + " is not good");
        }
    }

    /** The text's bytes, which are what is signed. */
    public byte[] textBytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The same with another signature, unless it has it already. */
    public SignedNote with(NoteSignature more) {
        if (signatures.contains(more)) {
            return this;
        }
        List<NoteSignature> all = new ArrayList<>(signatures);
        all.add(more);
        return new SignedNote(text, all);
    }

    /** The whole note's bytes. */
    public byte[] bytes() {
        return toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The whole note. */
    @Override
    public String toString() {
        StringBuilder note = new StringBuilder(text).append('\n');
        signatures.forEach(signature -> note.append(signature).append('\n'));
        return note.toString();
    }
}
