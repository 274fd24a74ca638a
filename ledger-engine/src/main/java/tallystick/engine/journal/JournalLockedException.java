package tallystick.engine.journal;

import java.io.Serial;
import java.nio.file.Path;

/** Another journal, in this process or another one, has the directory open. */
public final class JournalLockedException extends JournalException {

    @Serial private static final long serialVersionUID = 1;

    public JournalLockedException(Path directory) {
        super("journal directory " + directory + " is in use");
    }
}
