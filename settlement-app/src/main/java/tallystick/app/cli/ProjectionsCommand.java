package tallystick.app.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tallystick projections}: the tables, compared with the journal or made anew from it. */
@Command(
        name = "projections",
        mixinStandardHelpOptions = true,
        description = "Compares the tables with the journal, or folds them anew.",
        subcommands = {ProjectionsCheckCommand.class, ProjectionsRebuildCommand.class},
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./tallystick projections check --url http://localhost:8080",
            "  ./tallystick projections rebuild --data tallystick-data"
        })
final class ProjectionsCommand implements Runnable {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "what to do is missing: check or rebuild");
    }
}
