package tallystick.engine.journal;

import java.io.IOException;
import java.io.Serial;

/** The journal was poisoned by an earlier failure, its cause: stop the process, retry nothing. */
public final class JournalFailedException extends IOException {

    @Serial private static final long serialVersionUID = 1;

    public JournalFailedException(Throwable cause) {
        super("the journal failed earlier and takes no more writes", cause);
    }
}
