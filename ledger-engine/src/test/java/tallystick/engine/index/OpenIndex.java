package tallystick.engine.index;

import java.io.IOException;
import java.nio.file.Path;
import tallystick.domain.ledger.Names;
import tallystick.domain.usage.UsageHistory;
import tallystick.engine.journal.Journal;
import tallystick.engine.journal.JournalKind;
import tallystick.engine.journal.JournalOptions;
import tallystick.engine.journal.Journals;
import tallystick.engine.replay.Recovery;

/**
 * A journal without its engine.
 *
 * @param journal closed by {@link #close}
 */
record OpenIndex(Journal journal, Names names) implements AutoCloseable {

    /** Opens the journal of a stopped node. */
    static OpenIndex journal(Path node, JournalKind kind) throws IOException {
        return journal(
                JournalOptions.of(node.resolve("journal"), kind)
                        .withSizes(1 << 20, 8 << 20, 1 << 20, 1 << 20));
    }

    static OpenIndex journal(JournalOptions options) throws IOException {
        Journal journal = Journals.open(options);
        return new OpenIndex(journal, Recovery.of(journal, UsageHistory.NONE).state().names());
    }

    /** An index over it, which the caller closes. */
    ReaderIndex index(Path directory, int runEvents, boolean verify) {
        return new ReaderIndex(journal, names, new IndexOptions(directory, runEvents, verify));
    }

    @Override
    public void close() {
        journal.close();
    }
}
