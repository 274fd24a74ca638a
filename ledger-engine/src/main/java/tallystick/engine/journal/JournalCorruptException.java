package tallystick.engine.journal;

import java.io.Serial;
import java.nio.file.Path;

/** Acknowledged bytes are damaged or missing: they are named, and never served. */
public final class JournalCorruptException extends JournalException {

    @Serial private static final long serialVersionUID = 1;

    private final String file;
    private final long fileOffset;
    private final long position;

    /**
     * @param file where the damage is
     * @param fileOffset byte at which the frame begins, or ought to
     * @param position the first event that cannot be read
     * @param reason what was seen there
     */
    public JournalCorruptException(Path file, long fileOffset, long position, String reason) {
        super(
                "journal position %d cannot be read: %s (file %s, offset %d)"
                        .formatted(position, reason, file, fileOffset));
        this.file = file.toString();
        this.fileOffset = fileOffset;
        this.position = position;
    }

    /** Path of the damaged file. */
    public String file() {
        return file;
    }

    /** Byte of the file at which the damaged frame begins. */
    public long fileOffset() {
        return fileOffset;
    }

    /** The first event position that cannot be read. */
    public long position() {
        return position;
    }
}
