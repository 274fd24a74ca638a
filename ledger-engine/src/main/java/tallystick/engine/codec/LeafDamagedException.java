package tallystick.engine.codec;

import java.io.Serial;

/** Bytes that are no leaf this version can read. */
public final class LeafDamagedException extends RuntimeException {

    @Serial private static final long serialVersionUID = 1L;

    public LeafDamagedException(String message) {
        super(message);
    }

    public LeafDamagedException(String message, Throwable cause) {
        super(message, cause);
    }
}
