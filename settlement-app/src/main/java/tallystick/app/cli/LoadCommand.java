package tallystick.app.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tallystick load}: puts load on a part, and verifies what came of it. */
@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        description = "Puts load on a part of the system and verifies what came of it.",
        subcommands = {LoadBinaryCommand.class},
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExample:%n",
        footer = "  ./tallystick load binary --seconds 10")
final class LoadCommand implements Runnable {

    @Spec private CommandSpec spec = CommandSpec.create();

    /** Without a part there is nothing to do. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
