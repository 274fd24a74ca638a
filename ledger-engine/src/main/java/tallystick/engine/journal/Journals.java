package tallystick.engine.journal;

import java.io.IOException;

/** Opens journals. */
public final class Journals {

    private Journals() {}

    /**
     * Opens or creates a journal: locks the directory, checks every frame, cuts a torn tail that
     * was never acknowledged, and makes what is left durable before it can be read.
     *
     * @throws JournalLockedException the directory is in use
     * @throws JournalCorruptException an acknowledged frame is damaged or missing
     * @throws JournalTruncatedException the journal is shorter than its recorded size
     * @throws IOException the files cannot be read, created or forced
     */
    public static Journal open(JournalOptions options) throws IOException {
        return switch (options.kind()) {
            case SEGMENT, CHRONICLE -> notYet(options);
        };
    }

    private static Journal notYet(JournalOptions options) throws IOException {
        throw new IOException("no journal of kind " + options.kind() + " can be opened yet");
    }
}
