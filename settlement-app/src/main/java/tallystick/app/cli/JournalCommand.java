package tallystick.app.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tallystick journal}: reads the journal of a stopped node, or of a copy. */
@Command(
        name = "journal",
        mixinStandardHelpOptions = true,
        description = "Reads the journal of a stopped node, or of a copy, and changes nothing.",
        subcommands = {
            JournalCheckCommand.class,
            JournalStatCommand.class,
            JournalDumpCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExample:%n",
        footer = "  ./tallystick journal check tallystick-data")
final class JournalCommand implements Runnable {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "what to do is missing: check, stat or dump");
    }
}
