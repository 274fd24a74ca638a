package tallystick.app.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tallystick.engine.journal.JournalKind;
import tallystick.loadgen.engine.EngineLoad;
import tallystick.loadgen.engine.EngineLoadOptions;
import tallystick.loadgen.engine.EngineLoadResult;
import tallystick.loadgen.engine.LogBeside;
import tallystick.loadgen.engine.SettleBeside;
import tallystick.loadgen.trace.TraceSource;

/** {@code tallystick load engine}: the engine alone, in this process. */
@Command(
        name = "engine",
        mixinStandardHelpOptions = true,
        description = {
            "Loads the engine alone, in this process, with fsync on.",
            "Usage with random ids, a quarter of it inference roaming, is sealed, rated, checked"
                    + " against all earlier ids, posted in double entry, journaled and forced. Then"
                    + " the journal is read back: every acknowledged record once, with its facts."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./tallystick load engine --events 10000000",
            "  ./tallystick load engine --events 5000000 --hot 0.9 --json hot.json",
            "  ./tallystick load engine --rate 500000 --batch 256 --duplicates 0.01"
        })
final class LoadEngineCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(names = "--events", paramLabel = "N", description = "Records to send.")
    private long events = 10_000_000;

    @Option(names = "--batch", paramLabel = "N", description = "Records per request.")
    private int batch = 512;

    @Option(names = "--wallets", paramLabel = "N", description = "Wallets there are.")
    private int wallets = 10_000;

    @Option(names = "--hot", paramLabel = "F", description = "Share that one wallet gets, 0 … 1.")
    private double hot;

    @Option(
            names = "--duplicates",
            paramLabel = "F",
            description = "Share that repeats an earlier record, 0 … 0.9.")
    private double duplicates;

    @Option(
            names = "--trace",
            paramLabel = "FILE",
            description = "Token counts from a CSV in the format of Azure's public traces.")
    private @Nullable Path trace;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Directory to load; must be absent or empty, and is kept. Default: a new one"
                            + " under ./tallystick-data, deleted afterwards.")
    private @Nullable Path data;

    @Option(
            names = "--journal",
            paramLabel = "KIND",
            description = "What lies under the journal: chronicle or segment.")
    private String journal = "segment";

    @Option(
            names = "--rate",
            paramLabel = "R",
            description =
                    "Records a second, sent when they are due whatever the engine does; latency"
                            + " counts from then. Default: as fast as answers come.")
    private long rate;

    @Option(names = "--producers", paramLabel = "N", description = "Sending threads.")
    private int producers = 2;

    @Option(
            names = "--in-flight",
            paramLabel = "N",
            description = "Requests each of them keeps on the ring.")
    private int inFlight = 4;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            description =
                    "Records sent to two other engines before, which are thrown away. Default: a"
                            + " fifth of the events, at most 3,000,000.")
    private long warmUp = -1;

    @Option(
            names = "--tlog",
            description = "Keep a transparency log beside, and say how far it was behind.")
    private boolean tlog;

    @Option(
            names = "--settle",
            description =
                    "Seal, calculate and net the window afterwards, and say how long it took.")
    private boolean settle;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the result as JSON.")
    private @Nullable Path json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        boolean temporary = data == null;
        Path directory =
                data == null
                        ? Path.of("tallystick-data", "load-" + System.currentTimeMillis())
                        : data;
        EngineLoadOptions options = options(directory);
        PrintWriter err = spec.commandLine().getErr();
        try {
            EngineLoadResult result = EngineLoad.run(options, beside(err), err::println);
            new LoadEngineReport(spec.commandLine().getOut()).print(result);
            JsonFile.write(json, result.toJson());
            return result.isGood() ? Tallystick.DONE : Tallystick.FAILURE;
        } finally {
            if (temporary) {
                delete(directory);
            }
        }
    }

    private EngineLoad.Beside beside(PrintWriter err) {
        if (tlog && settle) {
            throw misuse("--settle does not go with --tlog");
        }
        return tlog
                ? new LogBeside(err::println)
                : settle ? new SettleBeside(err::println) : EngineLoad.Beside.NOTHING;
    }

    private EngineLoadOptions options(Path directory) throws IOException {
        if (trace != null && !Files.isReadable(trace)) {
            throw misuse("--trace " + trace + " cannot be read");
        }
        if (Files.exists(directory) && !isEmptyDirectory(directory)) {
            throw misuse("--data " + directory + " is not an empty directory");
        }
        try {
            EngineLoadOptions usual =
                    EngineLoadOptions.of(directory, kind())
                            .withEvents(events, batch, wallets)
                            .withShares(hot, duplicates)
                            .withSending(producers, inFlight, rate)
                            .withWarmUp(warmUp < 0 ? Math.min(events / 5, 3_000_000) : warmUp);
            TraceSource source = trace == null ? usual.trace() : new TraceSource.TraceFile(trace);
            return usual.withFacts(System.nanoTime(), source);
        } catch (IllegalArgumentException rule) {
            throw misuse("--" + rule.getMessage());
        }
    }

    private JournalKind kind() {
        return switch (journal.toLowerCase(Locale.ROOT)) {
            case "chronicle" -> JournalKind.CHRONICLE;
            case "segment" -> JournalKind.SEGMENT;
            default -> throw misuse("--journal must be chronicle or segment");
        };
    }

    private static boolean isEmptyDirectory(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return false;
        }
        try (Stream<Path> entries = Files.list(path)) {
            return entries.findAny().isEmpty();
        }
    }

    private static void delete(Path tree) throws IOException {
        if (Files.exists(tree)) {
            try (Stream<Path> entries = Files.walk(tree)) {
                for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(entry);
                }
            }
        }
    }

    private ParameterException misuse(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
