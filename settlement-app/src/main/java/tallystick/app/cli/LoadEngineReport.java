package tallystick.app.cli;

import java.io.PrintWriter;
import tallystick.loadgen.engine.EngineLoadResult;

/** What a load on the engine came to, in lines. */
final class LoadEngineReport {

    private static final long MIB = 1 << 20;

    private final PrintWriter out;

    LoadEngineReport(PrintWriter out) {
        this.out = out;
    }

    void print(EngineLoadResult result) {
        out.printf("after %,d events of warm-up:%n", result.warmUpEvents());
        out.printf(
                "%,d events in %.2f s: %,d events/s, %,d forces, %.1f bytes/event%n",
                result.sent(),
                result.seconds(),
                result.eventsPerSecond(),
                result.forces(),
                result.bytesPerEvent());
        out.printf(
                "as many bytes a force on a plain file of this disk: %,d events/s%n",
                result.plainFileEventsPerSecond());
        out.printf(
                "latency, microseconds: p50 %,d, p95 %,d, p99 %,d, p99.9 %,d%n",
                result.micros(50), result.micros(95), result.micros(99), result.micros(99.9));
        out.printf(
                "accepted %,d, repeated %,d, lost %,d, duplicated %,d, altered %,d, foreign %,d%n",
                result.accepted(),
                result.repeated(),
                result.verdict().lost(),
                result.verdict().duplicated(),
                result.verdict().altered(),
                result.verdict().foreign());
        out.printf(
                "CPU ns/event: %s; of the producers', sealing %d and names %d%n",
                result.cpuNanosPerEvent(),
                result.sealNanosPerRecord(),
                result.lookUpNanosPerRecord());
        out.printf("most heap in use %,d MiB%n", result.heapMaxBytes() / MIB);
        out.printf(
                "read back in %.2f s: books %s, ledger %s%n",
                result.verifyNanos() / 1e9,
                result.verdict().trialBalanceZero() ? "balance" : "DO NOT BALANCE",
                result.verdict().stateDigest().equals(result.liveDigest())
                        ? "the same"
                        : "NOT THE SAME");
        if (result.failure() != null || result.verdict().damage() != null) {
            out.println("FAILED: " + result.failure() + "; " + result.verdict().damage());
        }
        out.println(result.isGood() ? "verified" : "NOT VERIFIED");
    }
}
