package tallystick.engine.journal;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A journal that cannot be opened or read as it is. */
public abstract sealed class JournalException extends RuntimeException
        permits JournalCorruptException, JournalLockedException, JournalTruncatedException {

    @Serial private static final long serialVersionUID = 1;

    JournalException(String message) {
        super(message);
    }

    JournalException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
