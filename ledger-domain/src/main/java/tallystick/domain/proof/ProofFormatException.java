package tallystick.domain.proof;

/** Text or bytes that are no proof, note or key: what a verifier must refuse to look at. */
public final class ProofFormatException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message the rule that is broken
     */
    public ProofFormatException(String message) {
        super(message);
    }
}
