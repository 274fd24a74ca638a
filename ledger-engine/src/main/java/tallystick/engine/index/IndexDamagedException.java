package tallystick.engine.index;

/** A file of the index is not what was written: it is thrown away and made again. */
final class IndexDamagedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    IndexDamagedException(String message) {
        super(message);
    }

    IndexDamagedException(String message, Throwable cause) {
        super(message, cause);
    }
}
