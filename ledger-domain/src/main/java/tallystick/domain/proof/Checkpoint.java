package tallystick.domain.proof;

/**
 * What a log says of itself, after C2SP tlog-checkpoint, without extension lines.
 *
 * @param origin which log
 * @param size leaves of its tree, 0 or more
 * @param root the tree's
 */
public record Checkpoint(String origin, long size, Hash root) {

    public Checkpoint {
        NoteKey.requireName(origin);
        if (size < 0) {
            throw new ProofFormatException("a tree has 0 leaves or more");
        }
        if (size == 0 && !root.equals(TreeHash.emptyRoot())) {
            throw new ProofFormatException("a tree of no leaves has the root of the empty tree");
        }
    }

    /**
     * Reads the text of a note.
     *
     * @throws ProofFormatException unless it is exactly three lines: origin, size, root
     */
    public static Checkpoint parse(String text) {
        String[] lines = text.split("\n", -1);
        if (lines.length != 4 || !lines[3].isEmpty()) {
            throw new ProofFormatException("a checkpoint has three lines");
        }
        return new Checkpoint(
                lines[0], DecimalText.parse("the size", lines[1]), Hash.ofBase64(lines[2]));
    }

    /** The three lines. */
    public String text() {
        return origin + "\n" + size + "\n" + root.base64() + "\n";
    }
}
