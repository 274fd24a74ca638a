package tallystick.app.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tallystick.domain.ledger.LedgerState;
import tallystick.domain.usage.UsageHistory;
import tallystick.engine.journal.JournalException;
import tallystick.engine.journal.JournalInspection;
import tallystick.engine.journal.JournalMap;
import tallystick.engine.journal.JournalOptions;
import tallystick.engine.journal.JournalView;
import tallystick.engine.journal.Journals;
import tallystick.engine.replay.Recovery;
import tallystick.engine.snapshot.Snapshot;
import tallystick.engine.snapshot.SnapshotStore;
import tallystick.engine.snapshot.StartingPoint;

/** {@code tallystick replay}: what the journal says the ledger is. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = "Recovers the ledger of a stopped node and prints the digest of its state.",
        footerHeading = "%nExample:%n",
        footer = "  ./tallystick replay --data tallystick-data --from-zero")
final class ReplayCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Directory of the node. Default: tallystick-data.")
    private Path data = Path.of("tallystick-data");

    @Option(
            names = "--from-zero",
            description = "From the first event on, whatever snapshots there are.")
    private boolean fromZero;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the result as JSON.")
    private @Nullable Path json;

    private @Nullable JournalException damage;

    @Override
    public Integer call() throws IOException {
        long begin = System.nanoTime();
        JournalOptions options = JournalDirectory.of(spec, data);
        StartingPoint<JournalView> start =
                fromZero
                        ? new StartingPoint<>(inspect(options, null), null, List.of())
                        : StartingPoint.find(
                                new SnapshotStore(
                                        options.directory().resolveSibling("snapshots"), 1),
                                UsageHistory.NONE,
                                map -> inspect(options, map));
        Snapshot snapshot = start.snapshot();
        Recovery recovery =
                snapshot == null
                        ? Recovery.of(start.journal(), UsageHistory.NONE)
                        : Recovery.of(start.journal(), snapshot.state(), snapshot.messages());
        double seconds = (System.nanoTime() - begin) / 1e9;
        report(recovery.state(), seconds, start);
        return damage == null ? Tallystick.DONE : Tallystick.FAILURE;
    }

    private JournalView inspect(JournalOptions options, @Nullable JournalMap map)
            throws IOException {
        JournalInspection found = Journals.inspect(options, map);
        damage = found.damage();
        return found.good();
    }

    private void report(LedgerState state, double seconds, StartingPoint<JournalView> start)
            throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Snapshot snapshot = start.snapshot();
        long events = state.lastPosition() + 1;
        String digest = state.digest();
        out.printf("%,d events in %.2f s%n", events, seconds);
        out.println(
                snapshot == null
                        ? "from the first event"
                        : "from snapshot " + snapshot.file().getFileName());
        start.refused()
                .forEach(
                        refused ->
                                out.println(
                                        "snapshot "
                                                + refused.file().getFileName()
                                                + " was not used: "
                                                + refused.reason()));
        out.println("state digest " + digest);
        if (damage != null) {
            out.println("DAMAGED: " + damage.getMessage());
        }
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("events", events);
        result.put("seconds", seconds);
        result.put("stateDigest", digest);
        result.put("fromZero", fromZero);
        result.put(
                "snapshot",
                snapshot == null ? null : String.valueOf(snapshot.file().getFileName()));
        result.put(
                "snapshotsRefused", start.refused().stream().map(ReplayCommand::toJson).toList());
        result.put("damage", damage == null ? null : damage.getMessage());
        JsonFile.write(json, result);
    }

    private static Map<String, Object> toJson(StartingPoint.Refused refused) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("file", String.valueOf(refused.file().getFileName()));
        fields.put("reason", refused.reason());
        return fields;
    }
}
