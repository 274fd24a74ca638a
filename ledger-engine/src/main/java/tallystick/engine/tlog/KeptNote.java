package tallystick.engine.tlog;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tallystick.domain.proof.Checkpoint;
import tallystick.domain.proof.ProofFormatException;
import tallystick.domain.proof.SignedNote;
import tallystick.engine.journal.FileOperations;

/** A checkpoint in a file of its own, replaced whole and durably. One thread at a time. */
public final class KeptNote {

    private final Path file;
    private final FileOperations operations;

    /**
     * @param file need not be there
     */
    public KeptNote(Path file, FileOperations operations) {
        this.file = file;
        this.operations = operations;
    }

    /**
     * What is there, null when nothing is.
     *
     * @throws LogRefusedException when it is no checkpoint: its replacement is atomic, so somebody
     *     else wrote it
     */
    public @Nullable SignedNote read() throws IOException {
        byte[] bytes = AtomicFiles.read(file);
        if (bytes == null) {
            return null;
        }
        try {
            SignedNote note = SignedNote.parse(bytes);
            Checkpoint.parse(note.text());
            return note;
        } catch (ProofFormatException damaged) {
            throw new LogRefusedException(file + " is damaged: " + damaged.getMessage());
        }
    }

    /** Replaces it; durable on return. */
    public void write(SignedNote note) throws IOException {
        AtomicFiles out = new AtomicFiles(operations);
        byte[] bytes = note.bytes();
        out.put(file, bytes, bytes.length);
        out.forceDirectories();
    }
}
