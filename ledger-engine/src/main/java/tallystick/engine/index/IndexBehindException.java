package tallystick.engine.index;

/** The index is not yet as far as an answer needs; asking again later helps. */
public final class IndexBehindException extends Exception {

    private static final long serialVersionUID = 1L;

    private final long position;

    /**
     * @param position the journal position that was needed
     */
    public IndexBehindException(long position) {
        super("position " + position + " is not indexed yet", null, false, false);
        this.position = position;
    }

    /** The journal position that was needed. */
    public long position() {
        return position;
    }
}
