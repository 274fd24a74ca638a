package tallystick.domain.proof;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * That a leaf stands in a log, for whoever has its bytes and the log's key, after C2SP tlog-proof.
 *
 * @param extra bytes of the application as Base64, not authenticated; null for none
 * @param index of the leaf
 * @param path its audit path, from its sibling up
 * @param checkpoint of a tree that has it, as signed
 */
public record TlogProof(
        @Nullable String extra, long index, List<Hash> path, SignedNote checkpoint) {

    private static final String FIRST = "c2sp.org/tlog-proof@v1";
    private static final int LONGEST_PATH = 63;

    public TlogProof {
        path = List.copyOf(path);
        if (index < 0 || path.size() > LONGEST_PATH) {
            throw new ProofFormatException("no leaf " + index + " has such a path");
        }
        if (extra != null) {
            StrictBase64.decode(extra);
        }
    }

    /**
     * Reads a proof; proves nothing by itself.
     *
     * @throws ProofFormatException when it is none
     */
    public static TlogProof parse(String proof) {
        int end = proof.indexOf("\n\n");
        if (end < 0) {
            throw new ProofFormatException("a proof is lines, an empty line, and a checkpoint");
        }
        String[] lines = proof.substring(0, end).split("\n", -1);
        int at = 0;
        if (!lines[at++].equals(FIRST)) {
            throw new ProofFormatException("a proof begins with " + FIRST);
        }
        String extra = null;
        if (at < lines.length && lines[at].startsWith("extra ")) {
            extra = lines[at++].substring("extra ".length());
        }
        if (at == lines.length || !lines[at].startsWith("index ")) {
            throw new ProofFormatException("a proof says the index of its leaf");
        }
        long index = DecimalText.parse("the index", lines[at++].substring("index ".length()));
        List<Hash> path = new ArrayList<>();
        for (; at < lines.length; at++) {
            path.add(Hash.ofBase64(lines[at]));
        }
        return new TlogProof(extra, index, path, SignedNote.parse(proof.substring(end + 2)));
    }

    /**
     * Whether the leaf of this hash stands at the index of a tree that one of these keys signed for
     * this origin.
     */
    public boolean proves(Hash leaf, String origin, List<NoteKey> logKeys) {
        try {
            Checkpoint tree = Checkpoint.parse(checkpoint.text());
            boolean signed = false;
            for (NoteKey key : logKeys) {
                signed |= key.type() == NoteKey.SIGNS_NOTES && checkpoint.isSignedBy(key);
            }
            return signed
                    && tree.origin().equals(origin)
                    && ProofCheck.inclusion(leaf, index, tree.size(), path, tree.root());
        } catch (ProofFormatException notGood) {
            return false;
        }
    }

    /** The text. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(FIRST).append('\n');
        if (extra != null) {
            text.append("extra ").append(extra).append('\n');
        }
        text.append("index ").append(index).append('\n');
        path.forEach(hash -> text.append(hash.base64()).append('\n'));
        return text.append('\n').append(checkpoint).toString();
    }
}
