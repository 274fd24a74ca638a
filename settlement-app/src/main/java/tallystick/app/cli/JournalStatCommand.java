package tallystick.app.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tallystick.engine.journal.JournalOptions;
import tallystick.engine.replay.JournalCheck;
import tallystick.engine.replay.ReplayObserver;

/** {@code tallystick journal stat}: what is in a journal. */
@Command(
        name = "stat",
        mixinStandardHelpOptions = true,
        description = "Counts what is in a journal: events by kind, frames, bytes, times.",
        footerHeading = "%nExample:%n",
        footer = "  ./tallystick journal stat tallystick-data")
final class JournalStatCommand implements Callable<Integer> {

    private static final long NANOS = 1_000_000_000L;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "DIR", description = "A node's data directory, or its journal.")
    private Path directory = Path.of("tallystick-data");

    @Option(names = "--json", paramLabel = "FILE", description = "Write the result as JSON.")
    private @Nullable Path json;

    @Override
    public Integer call() throws IOException {
        JournalOptions options = JournalDirectory.of(spec, directory);
        JournalCheck.Report report = JournalCheck.run(options, ReplayObserver.NONE);
        print(options, report);
        Map<String, Object> result = JournalCheckCommand.toJson(report);
        result.put("journal", options.kind().name().toLowerCase(java.util.Locale.ROOT));
        result.put("eventsByType", report.eventsByType());
        result.put("longestFrameBytes", report.longestFrameBytes());
        JsonFile.write(json, result);
        return report.firstBad() == null ? Tallystick.DONE : Tallystick.FAILURE;
    }

    private void print(JournalOptions options, JournalCheck.Report report) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                "%s: %,d frames, %,d events, %,d bytes, %.1f bytes/event%n",
                options.kind().name().toLowerCase(java.util.Locale.ROOT),
                report.frames(),
                report.events(),
                report.bytes(),
                (double) report.bytes() / Math.max(1, report.events()));
        out.printf(
                "recorded %s … %s, longest frame %,d bytes%n",
                instant(report.firstRecordedEpochNanos()),
                instant(report.lastRecordedEpochNanos()),
                report.longestFrameBytes());
        report.eventsByType().forEach((type, count) -> out.printf("%,14d %s%n", count, type));
        out.println("state digest " + report.stateDigest());
        JournalCheck.Damage damage = report.firstBad();
        if (damage != null) {
            out.println("FIRST BAD POSITION " + damage.position() + ": " + damage.reason());
        }
    }

    static Instant instant(long epochNanos) {
        return Instant.ofEpochSecond(
                Math.floorDiv(epochNanos, NANOS), Math.floorMod(epochNanos, NANOS));
    }
}
