package tallystick.app.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tallystick keys}: API keys of a stopped node. */
@Command(
        name = "keys",
        mixinStandardHelpOptions = true,
        description = "Makes, lists and takes back API keys of a stopped node.",
        subcommands = {
            KeysCreateCommand.class,
            KeysListCommand.class,
            KeysRevokeCommand.class,
            KeysGenerateCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExample:%n",
        footer =
                "  ./tallystick keys create --data tallystick-data --federation"
                        + " --role reference:admin --role ops")
final class KeysCommand implements Runnable {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "what to do is missing: create, list, revoke or generate");
    }
}
