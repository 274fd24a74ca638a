package tallystick.app.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tallystick.loadgen.http.HoldLoad;
import tallystick.loadgen.http.HoldLoadResult;
import tallystick.loadgen.http.HoldSteps;

/** {@code tallystick load holds}: sessions of holds over the API of a running server. */
@Command(
        name = "holds",
        mixinStandardHelpOptions = true,
        description = {
            "Sessions over the HTTP API of a running server: a hold is opened, extended,"
                    + " committed.",
            "Each answer must be what the protocol demands, and afterwards every wallet must have"
                    + " what was paid in less what its sessions were charged, to the pico."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./tallystick load holds --rate 1100 --seconds 20",
            "  ./tallystick load holds --connections 16 --json holds.json"
        })
final class LoadHoldsCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private ServerOptions server = new ServerOptions();

    @Option(
            names = "--rate",
            paramLabel = "R",
            description = "Sessions due a second; 0: as many as are answered. Default: 0.")
    private long rate;

    @Override
    public Integer call() throws IOException, InterruptedException {
        HoldLoadResult result = new HoldLoad(server.load(rate, 16, 1), System.err).run();
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                "%,d sessions, %.0f a second, %,d violations, %,d unanswered%n",
                result.sessions(),
                result.sessionsPerSecond(),
                result.violations(),
                result.errors());
        print(out, "open", result.steps().open());
        print(out, "extend", result.steps().extend());
        print(out, "commit", result.steps().commit());
        out.printf("wallets that are wrong: %,d%n", result.wrongWallets());
        out.println("a pico too much was noticed: " + (result.controlNoticed() ? "yes" : "NO"));
        out.println("books balance: " + (result.trialBalanceZero() ? "yes" : "NO"));
        out.println(result.isVerified() ? "verified" : "NOT VERIFIED");
        JsonFile.write(server.json(), result.toJson());
        return result.isVerified() ? Tallystick.DONE : Tallystick.FAILURE;
    }

    private static void print(PrintWriter out, String step, Histogram nanos) {
        out.printf(
                "%s, microseconds: p50 %,d, p95 %,d, p99 %,d%n",
                step,
                HoldSteps.micros(nanos, 50),
                HoldSteps.micros(nanos, 95),
                HoldSteps.micros(nanos, 99));
    }
}
