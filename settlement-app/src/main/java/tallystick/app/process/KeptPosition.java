package tallystick.app.process;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A journal position in a file: a hint where to go on, never the truth. Missing or damaged, it says
 * −1, the beginning.
 */
public final class KeptPosition {

    private static final Logger LOG = LoggerFactory.getLogger(KeptPosition.class);
    private static final long BEGINNING = -1;

    private final Path file;
    private long written = BEGINNING;

    /**
     * @param file in a directory that exists
     */
    public KeptPosition(Path file) {
        this.file = file;
    }

    long read() {
        try {
            String text = Files.exists(file) ? Files.readString(file).strip() : "";
            return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : BEGINNING;
        } catch (IOException unreadable) {
            LOG.warn("{} cannot be read: going on from the beginning", file, unreadable);
            return BEGINNING;
        }
    }

    void write(long position) {
        if (position <= written) {
            return;
        }
        Path next = file.resolveSibling(file.getFileName() + ".next");
        try {
            Files.writeString(next, Long.toString(position));
            move(next);
            written = position;
        } catch (IOException unwritable) {
            LOG.warn("{} cannot be written: a restart will read more", file, unwritable);
        }
    }

    private void move(Path next) throws IOException {
        try {
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException _) {
            Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
