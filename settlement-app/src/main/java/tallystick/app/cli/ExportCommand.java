package tallystick.app.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tallystick.engine.audit.BundleExport;

/** {@code tallystick export}: a node's log as one file. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = {
            "Writes a bundle of a node's log, running or stopped: the newest checkpoint, tiles,",
            "entries, the history of its keys, and the schema. The same log gives the same bytes."
        },
        footerHeading = "%nExample:%n",
        footer = "  ./tallystick export --data tallystick-data --out log.tar")
final class ExportCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Directory of the node. Default: tallystick-data.")
    private Path data = Path.of("tallystick-data");

    @Option(
            names = "--from",
            paramLabel = "P",
            description =
                    "First position; made smaller to a multiple of 256. Only from 0 can the ledger"
                            + " be run again. Default: 0.")
    private long from;

    @Option(
            names = "--to",
            paramLabel = "P",
            description =
                    "Position behind the last; made larger to a multiple of 256, or the end."
                            + " Default: the end.")
    private long to = Long.MAX_VALUE / 2;

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "The bundle.")
    private Path out = Path.of("");

    @Option(names = "--json", paramLabel = "FILE", description = "Write the result as JSON.")
    private @Nullable Path json;

    @Override
    public Integer call() throws IOException {
        BundleExport.Written written;
        try {
            written = BundleExport.run(data, from, to, out);
        } catch (IllegalArgumentException rule) {
            throw new ParameterException(spec.commandLine(), String.valueOf(rule.getMessage()));
        }
        spec.commandLine()
                .getOut()
                .printf(
                        "positions %d … %d of %s, size %d, in %s%n",
                        written.from(),
                        written.to() - 1,
                        written.origin(),
                        written.treeSize(),
                        out);
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("result", "ok");
        result.put("origin", written.origin());
        result.put("treeSize", written.treeSize());
        result.put("from", written.from());
        result.put("to", written.to());
        JsonFile.write(json, result);
        return Tallystick.DONE;
    }
}
