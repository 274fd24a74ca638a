package tallystick.engine;

/** The engine stopped, by request or because it could not go on; the cause says which. */
public final class EngineStoppedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public EngineStoppedException(String message, Throwable cause) {
        super(message, cause);
    }

    public EngineStoppedException(String message) {
        super(message);
    }
}
