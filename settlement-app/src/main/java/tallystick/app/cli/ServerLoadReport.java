package tallystick.app.cli;

import java.io.PrintWriter;
import tallystick.loadgen.world.ServerLoadResult;

/** What a load on a running server came to, in lines. */
final class ServerLoadReport {

    private final PrintWriter out;

    ServerLoadReport(PrintWriter out) {
        this.out = out;
    }

    void print(ServerLoadResult result) {
        out.printf(
                "%,d events in %,d requests: %,d events/s%n",
                result.events(), result.requests(), result.eventsPerSecond());
        out.printf(
                "latency, microseconds: p50 %,d, p95 %,d, p99 %,d, p99.9 %,d%n",
                result.micros(50), result.micros(95), result.micros(99), result.micros(99.9));
        out.printf(
                "refused %,d, unanswered %,d, lost %,d, duplicated %,d%n",
                result.refused(), result.errors(), result.lost(), result.duplicated());
        out.println("ids never sent were missed: " + (result.controlMissed() ? "yes" : "NO"));
        out.println("books balance: " + (result.trialBalanceZero() ? "yes" : "NO"));
        out.println(result.isVerified() ? "verified" : "NOT VERIFIED");
    }
}
