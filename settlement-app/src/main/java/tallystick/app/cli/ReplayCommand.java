package tallystick.app.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tallystick.domain.ledger.LedgerState;
import tallystick.engine.journal.JournalException;
import tallystick.engine.journal.JournalInspection;
import tallystick.engine.journal.Journals;
import tallystick.engine.replay.LeafCursor;
import tallystick.engine.replay.Recovery;
import tallystick.engine.replay.ReplayObserver;

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
            description = "From the first event on. Without it too, as there are no snapshots yet.")
    private boolean fromZero;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the result as JSON.")
    private @Nullable Path json;

    @Override
    public Integer call() throws IOException {
        long begin = System.nanoTime();
        JournalInspection found = Journals.inspect(JournalDirectory.of(spec, data));
        LedgerState state;
        try (LeafCursor leaves = new LeafCursor(found.good())) {
            state = Recovery.of(leaves, ReplayObserver.NONE).state();
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        report(state, seconds, found.damage());
        return found.damage() == null ? Tallystick.DONE : Tallystick.FAILURE;
    }

    private void report(LedgerState state, double seconds, @Nullable JournalException damage)
            throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        long events = state.lastPosition() + 1;
        String digest = state.digest();
        out.printf("%,d events in %.2f s%n", events, seconds);
        out.println("state digest " + digest);
        if (damage != null) {
            out.println("DAMAGED: " + damage.getMessage());
        }
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("events", events);
        result.put("seconds", seconds);
        result.put("stateDigest", digest);
        result.put("fromZero", fromZero);
        result.put("damage", damage == null ? null : damage.getMessage());
        JsonFile.write(json, result);
    }
}
