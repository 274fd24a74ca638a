package tallystick.app.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tallystick.loadgen.http.HttpLoad;
import tallystick.loadgen.world.ServerLoadResult;

/** {@code tallystick load http}: batches of usage over the API of a running server. */
@Command(
        name = "http",
        mixinStandardHelpOptions = true,
        description = {
            "Open-loop load with batches of CloudEvents over the HTTP API of a running server.",
            "Makes operators, tariffs and wallets of its own, sends usage with random ids, measures"
                    + " from the time each request was due, and afterwards sends every acknowledged"
                    + " event again: each must be a duplicate, at a position of its own."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./tallystick load http --batch 1000 --seconds 20",
            "  ./tallystick load http --rate 50000 --connections 8 --json load.json"
        })
final class LoadHttpCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private ServerOptions server = new ServerOptions();

    @Option(
            names = "--rate",
            paramLabel = "R",
            description = "Events due a second; 0: as many as are answered. Default: 0.")
    private long rate;

    @Option(names = "--batch", paramLabel = "N", description = "Events a request. Default: 1000.")
    private int batch = 1_000;

    @Override
    public Integer call() throws IOException, InterruptedException {
        ServerLoadResult result = new HttpLoad(server.load(rate, 4, batch), System.err).run();
        new ServerLoadReport(spec.commandLine().getOut()).print(result);
        JsonFile.write(server.json(), result.toJson());
        return result.isVerified() ? Tallystick.DONE : Tallystick.FAILURE;
    }
}
