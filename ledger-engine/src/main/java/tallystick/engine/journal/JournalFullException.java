package tallystick.engine.journal;

import java.io.Serial;

/**
 * No space could be reserved for a frame. Nothing was written and nothing is lost: refuse the
 * callers (503, {@code Retry-After}) and append again later.
 */
public final class JournalFullException extends Exception {

    @Serial private static final long serialVersionUID = 1;

    public JournalFullException(String message) {
        super(message);
    }
}
