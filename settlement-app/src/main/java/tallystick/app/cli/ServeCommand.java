package tallystick.app.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tallystick.app.RunningNode;
import tallystick.app.TallystickApplication;

/** {@code tallystick serve}: the application, until stopped. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = "Runs the application on a data directory, new or existing, until stopped.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./tallystick serve --data tallystick-data",
            "  ./tallystick serve --config tallystick.properties --port 9090"
        })
final class ServeCommand implements Callable<Integer> {

    private static final int INGEST_PORT = 8081;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Properties or YAML; what they are: ops/docs/configuration.md.")
    private @Nullable Path config;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Directory of the node. Default: tallystick-data.")
    private @Nullable Path data;

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "Port of the console and the API; 0: any free one. Default: 8080.")
    private @Nullable Integer port;

    @Option(
            names = "--ingest-port",
            paramLabel = "N",
            description =
                    "Port of the binary ingest; 0: any free one. Default:"
                            + " tallystick.ingest.port, or 8081, or any free one when that is"
                            + " taken.")
    private @Nullable Integer ingestPort;

    @Override
    public Integer call() throws InterruptedException {
        Map<String, Object> overrides = new TreeMap<>();
        if (config != null) {
            if (!Files.isReadable(config)) {
                throw new ParameterException(
                        spec.commandLine(), "--config " + config + " cannot be read");
            }
            overrides.put("spring.config.additional-location", config.toAbsolutePath().toUri());
        }
        if (data != null) {
            overrides.put("tallystick.data", data);
        }
        if (port != null) {
            Ports.require(spec, "--port", port);
            overrides.put("server.port", port);
        }
        if (ingestPort != null) {
            Ports.require(spec, "--ingest-port", ingestPort);
            overrides.put("tallystick.ingest.port", ingestPort);
        }
        try (RunningNode node = start(overrides)) {
            System.out.println("Console http://localhost:" + node.port());
            node.ingestPort()
                    .ifPresent(open -> System.out.println("Binary ingest tcp://localhost:" + open));
            Thread.currentThread().join();
            return Tallystick.DONE;
        }
    }

    /** What a file or the environment says of the binary ingest wins over the default. */
    private static RunningNode start(Map<String, Object> overrides) {
        return TallystickApplication.startWithDefaults(
                Map.of("tallystick.ingest.port", Ports.freeOr(INGEST_PORT)), overrides);
    }
}
