package tallystick.app.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tallystick.loadgen.binary.BinaryLoad;
import tallystick.loadgen.binary.BinaryLoadOptions;
import tallystick.loadgen.world.ServerLoadResult;

/** {@code tallystick load binary}: usage over the binary ingest of a running server. */
@Command(
        name = "binary",
        mixinStandardHelpOptions = true,
        description = {
            "Open-loop load over the binary ingest of a running server.",
            "Makes operators, tariffs and wallets of its own over the HTTP API, sends usage with"
                    + " random ids, measures from the time each batch was due, and afterwards asks"
                    + " for every acknowledged record again: each must be a duplicate at its"
                    + " position."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./tallystick load binary --url tcp://localhost:8081 --seconds 20",
            "  ./tallystick load binary --rate 100000 --batch 256 --json load.json"
        })
final class LoadBinaryCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "The server's binary ingest. Default: tcp://localhost:8081.")
    private URI url = URI.create("tcp://localhost:8081");

    @Option(
            names = "--api",
            paramLabel = "URL",
            description = "The same server's HTTP API. Default: http://localhost:8080.")
    private URI api = URI.create("http://localhost:8080");

    @Option(
            names = "--rate",
            paramLabel = "R",
            description = "Events due a second; 0: as many as get through. Default: 0.")
    private long rate;

    @Option(names = "--seconds", paramLabel = "N", description = "How long. Default: 10.")
    private int seconds = 10;

    @Option(names = "--connections", paramLabel = "N", description = "Default: 2.")
    private int connections = 2;

    @Option(names = "--batch", paramLabel = "N", description = "Events a batch. Default: 1024.")
    private int batch = 1024;

    @Option(names = "--wallets", paramLabel = "N", description = "Default: 500.")
    private int wallets = 500;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the result as JSON.")
    private @Nullable Path json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        ServerLoadResult result = new BinaryLoad(options(), System.err).run();
        new ServerLoadReport(spec.commandLine().getOut()).print(result);
        JsonFile.write(json, result.toJson());
        return result.isVerified() ? Tallystick.DONE : Tallystick.FAILURE;
    }

    private BinaryLoadOptions options() {
        try {
            return new BinaryLoadOptions(url, api, rate, seconds, connections, batch, wallets);
        } catch (IllegalArgumentException misuse) {
            throw new ParameterException(
                    spec.commandLine(), String.valueOf(misuse.getMessage()), misuse);
        }
    }
}
