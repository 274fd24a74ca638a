package tallystick.app.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tallystick.app.wiring.DataDirectory;
import tallystick.domain.proof.Checkpoint;
import tallystick.domain.proof.SignedNote;
import tallystick.engine.tlog.LogFiles;
import tallystick.engine.tlog.LogKeys;
import tallystick.engine.tlog.TlogOptions;

/** {@code tallystick log-key}: the keys that sign a stopped node's transparency log. */
@Command(
        name = "log-key",
        mixinStandardHelpOptions = true,
        description = {
            "Shows the keys of a stopped node's transparency log, adds one that signs beside the",
            "older, or ends an older one. The node heeds it when it is started again, and then",
            "journals LogKeyRotated."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./tallystick log-key --data tallystick-data",
            "  ./tallystick log-key --data tallystick-data --rotate",
            "  ./tallystick log-key --data tallystick-data --retire 1a2b3c4d"
        })
final class LogKeyCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Directory of the node. Default: tallystick-data.")
    private Path data = Path.of("tallystick-data");

    @Option(names = "--rotate", description = "Add a key.")
    private boolean rotate;

    @Option(names = "--retire", paramLabel = "ID", description = "End a key: its 8 hex digits.")
    private @Nullable String retire;

    @Override
    public Integer call() throws IOException {
        TlogOptions options = TlogOptions.in(data);
        if (!Files.exists(options.keys().resolve("history"))) {
            throw new ParameterException(spec.commandLine(), data + " has no log");
        }
        try (DataDirectory directory = DataDirectory.lock(data)) {
            LogKeys keys = LogKeys.open(TlogOptions.in(directory.root()).keys(), null);
            long size = size(new LogFiles(options.directory()));
            if (rotate) {
                keys.rotate(size);
            }
            if (retire != null) {
                keys.retire(retire, size);
            }
            PrintWriter out = spec.commandLine().getOut();
            out.print(LogKeys.text(keys.terms()));
            out.flush();
            return Tallystick.DONE;
        } catch (IllegalStateException | IllegalArgumentException rule) {
            throw new ParameterException(spec.commandLine(), String.valueOf(rule.getMessage()));
        }
    }

    private static long size(LogFiles files) throws IOException {
        byte[] checkpoint = files.readCheckpoint();
        return checkpoint == null
                ? 0
                : Checkpoint.parse(SignedNote.parse(checkpoint).text()).size();
    }
}
