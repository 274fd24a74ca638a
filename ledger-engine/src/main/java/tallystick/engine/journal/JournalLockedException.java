package tallystick.engine.journal;

import java.io.Serial;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Another journal, in this process or another one, has the directory open. */
public final class JournalLockedException extends JournalException {

    @Serial private static final long serialVersionUID = 1;

    /**
     * @param cause null when another process has the directory
     */
    public JournalLockedException(Path directory, @Nullable Throwable cause) {
        super("journal directory " + directory + " is in use", cause);
    }
}
