package tallystick.app.cli;

import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code tallystick} command. */
@Command(
        name = "tallystick",
        description = "Event-sourced double-entry ledger and settlement for Token-as-a-Service.",
        mixinStandardHelpOptions = true,
        versionProvider = Tallystick.Version.class,
        subcommands = {
            DemoCommand.class,
            ServeCommand.class,
            LoadCommand.class,
            JournalCommand.class,
            ReplayCommand.class,
            CampaignCommand.class,
            ProjectionsCommand.class,
            KeysCommand.class,
            SettleCommand.class,
            ExportCommand.class,
            VerifyCommand.class,
            VerifyFactsCommand.class,
            VerifySumCommand.class,
            ProveEquivocationCommand.class,
            LogKeyCommand.class,
            WitnessCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExample:%n",
        footer = "  ./tallystick demo --exit --json demo.json",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:it found or met a failure", "64:usage"})
public final class Tallystick implements Runnable {

    /** Done. */
    static final int DONE = 0;

    /** A failure was found or met. */
    static final int FAILURE = 1;

    /** The command line itself is wrong. */
    static final int USAGE = 64;

    @Spec private CommandSpec spec = CommandSpec.create();

    /** Without a command there is nothing to do. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    /** Runs the command line and ends the process with its exit code. */
    public static void main(String[] args) {
        // The same figures and separators in every country.
        Locale.setDefault(Locale.ROOT);
        System.exit(commandLine().execute(args));
    }

    /** The whole command line, for whoever runs it inside a process. */
    public static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new Tallystick());
        commandLine.setParameterExceptionHandler(Tallystick::misused);
        commandLine.setExecutionExceptionHandler(Tallystick::failed);
        forAll(commandLine);
        return commandLine;
    }

    private static void forAll(CommandLine commandLine) {
        CommandSpec spec = commandLine.getCommandSpec();
        spec.exitCodeOnInvalidInput(USAGE).exitCodeOnExecutionException(FAILURE);
        commandLine.getSubcommands().values().forEach(Tallystick::forAll);
    }

    private static int misused(ParameterException misuse, String[] args) {
        CommandLine command = misuse.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("tallystick: " + misuse.getMessage());
        err.println("see: ./" + command.getCommandSpec().qualifiedName() + " --help");
        return USAGE;
    }

    private static int failed(
            Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        command.getErr().println("tallystick: " + Failure.inOneLine(failure));
        if (failure instanceof RuntimeException && failure.getMessage() == null) {
            failure.printStackTrace(command.getErr());
        }
        return FAILURE;
    }

    /** The version in the jar's manifest. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Tallystick.class.getPackage().getImplementationVersion();
            return new String[] {"tallystick " + (version == null ? "(unpackaged)" : version)};
        }
    }
}
