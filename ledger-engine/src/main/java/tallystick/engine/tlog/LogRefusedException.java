package tallystick.engine.tlog;

/**
 * The log must not sign: what it would sign contradicts what it signed before, or what it derives
 * in two ways differs.
 */
public final class LogRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message what contradicts what, with sizes and positions
     */
    public LogRefusedException(String message) {
        super(message);
    }
}
