package tallystick.domain.proof;

/**
 * Proof against a log that needs nobody's word: two notes of one key for one origin, of equal size
 * and different roots.
 */
public final class Equivocation {

    private Equivocation() {}

    /**
     * Whether two notes are such a proof.
     *
     * @param key the log's
     * @throws ProofFormatException when one of them is no checkpoint that the key signed
     */
    public static boolean proves(NoteKey key, SignedNote one, SignedNote other) {
        Checkpoint first = signed(key, one);
        Checkpoint second = signed(key, other);
        return first.origin().equals(second.origin())
                && first.size() == second.size()
                && !first.root().equals(second.root());
    }

    private static Checkpoint signed(NoteKey key, SignedNote note) {
        if (!note.isSignedBy(key)) {
            throw new ProofFormatException("not signed by " + key.name() + "+" + key.idHex());
        }
        return Checkpoint.parse(note.text());
    }
}
