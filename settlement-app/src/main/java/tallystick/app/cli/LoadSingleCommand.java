package tallystick.app.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tallystick.loadgen.http.EmptyLoad;
import tallystick.loadgen.http.HttpLoad;
import tallystick.loadgen.http.HttpLoadOptions;
import tallystick.loadgen.world.ServerLoadResult;

/** {@code tallystick load single}: single events over the API of a running server. */
@Command(
        name = "single",
        mixinStandardHelpOptions = true,
        description = {
            "Single CloudEvents over the HTTP API of a running server, verified as load http is.",
            "When the server has an empty handler (tallystick.measure.empty-handler=true), it is"
                    + " measured before and after, and the result says how near single events come"
                    + " to it."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./tallystick load single --connections 64 --seconds 20",
            "  ./tallystick load single --rate 5000 --json single.json"
        })
final class LoadSingleCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private ServerOptions server = new ServerOptions();

    @Option(
            names = "--rate",
            paramLabel = "R",
            description = "Events due a second; 0: as many as are answered. Default: 0.")
    private long rate;

    @Override
    public Integer call() throws IOException, InterruptedException {
        HttpLoadOptions options = server.load(rate, 64, 1);
        EmptyLoad empty = new EmptyLoad(options);
        boolean compared = empty.isThere();
        long before = compared ? empty.requestsPerSecond() : 0;
        ServerLoadResult result = new HttpLoad(options, System.err).run();
        long after = compared ? empty.requestsPerSecond() : 0;
        PrintWriter out = spec.commandLine().getOut();
        new ServerLoadReport(out).print(result);
        Map<String, Object> json = new LinkedHashMap<>(result.toJson());
        if (compared) {
            double share = 2.0 * result.eventsPerSecond() / (before + after);
            out.printf(
                    "an empty handler: %,d and %,d requests/s; %.2f of it%n", before, after, share);
            json.put("emptyHandlerPerSecond", (before + after) / 2);
            json.put("shareOfEmptyHandler", share);
        }
        JsonFile.write(server.json(), json);
        return result.isVerified() ? Tallystick.DONE : Tallystick.FAILURE;
    }
}
