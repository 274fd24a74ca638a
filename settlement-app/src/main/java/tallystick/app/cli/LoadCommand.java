package tallystick.app.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tallystick load}: loads that verify themselves. */
@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        description = "Sends usage as fast as it is taken, or at a rate, and verifies the result.",
        subcommands = {
            LoadEngineCommand.class,
            LoadBinaryCommand.class,
            LoadHttpCommand.class,
            LoadSingleCommand.class,
            LoadHoldsCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExample:%n",
        footer = "  ./tallystick load engine --events 10000000")
final class LoadCommand implements Runnable {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "what to load is missing: engine, binary, http, single or holds");
    }
}
