package tallystick.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import tallystick.engine.journal.JournalKind;
import tallystick.engine.journal.JournalOptions;
import tallystick.engine.journal.Journals;

/** Finds the journal that a directory on the command line means. */
final class JournalDirectory {

    private JournalDirectory() {}

    /**
     * The journal in a node's data directory, or in the directory itself.
     *
     * @throws ParameterException when neither holds one
     */
    static JournalOptions of(CommandSpec spec, Path directory) throws IOException {
        Path inside = directory.resolve("journal");
        Path journal = Files.isDirectory(inside) ? inside : directory;
        JournalKind kind = Journals.kindIn(journal);
        if (kind == null) {
            throw new ParameterException(spec.commandLine(), directory + " holds no journal");
        }
        return JournalOptions.of(journal, kind);
    }
}
