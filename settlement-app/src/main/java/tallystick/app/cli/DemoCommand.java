package tallystick.app.cli;

import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tallystick.app.demo.DemoOptions;
import tallystick.app.demo.DemoReport;
import tallystick.app.demo.DemoResult;
import tallystick.app.demo.DemoRun;
import tallystick.loadgen.trace.TraceSource;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** {@code tallystick demo}: the main job on one machine, from nothing. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "The main job on one machine, from nothing.",
            "Three operators, 200 wallets, a trace of LLM requests recorded as usage, a settlement"
                    + " window from open to netted, and every invariant checked. Then the console"
                    + " stays open until stopped."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./tallystick demo",
            "  ./tallystick demo --exit --json demo.json",
            "  ./tallystick demo --trace AzureLLMInferenceTrace_conv.csv"
        })
final class DemoCommand implements Callable<Integer> {

    private static final long SEED = 20_260_101;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--exit",
            description = "End when done, with 0 when everything is verified, otherwise 1.")
    private boolean exit;

    @Option(
            names = "--port",
            paramLabel = "N",
            description =
                    "Port of the console and the API; 0: any free one. Default: 8080, or any"
                            + " free one when that is taken.")
    private @Nullable Integer port;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Directory of the node; must be absent or empty, and is kept. Default: a"
                            + " new one under ./tallystick-data.")
    private @Nullable Path data;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the result as JSON.")
    private @Nullable Path json;

    @ArgGroup private Source source = new Source();

    /** Where the requests come from: one or the other. */
    private static final class Source {
        @Option(
                names = "--trace",
                paramLabel = "FILE",
                description = "Replay a CSV in the format of Azure's public LLM inference traces.")
        private @Nullable Path trace;

        @Option(
                names = "--events",
                paramLabel = "N",
                description = "Generate a trace of this many requests. Default: 20000.")
        private @Nullable Long events;

        private Source() {}
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (port != null) {
            Ports.require(spec, "--port", port);
        }
        DemoOptions options = new DemoOptions(directory(), port, trace());
        boolean terminal = isTerminal();
        PrintStream err = System.err;
        try (DemoRun run = DemoRun.start(options, err, terminal)) {
            err.println("Console " + run.url());
            err.println("Binary ingest " + run.ingestUrl());
            DemoResult result = run.run();
            new DemoReport(System.out).print(result);
            if (json != null) {
                write(json, result);
            }
            if (!exit) {
                stay(run.url());
            }
            say("Serve this ledger again: ./tallystick serve --data " + options.data());
            return result.verified() ? Tallystick.DONE : Tallystick.FAILURE;
        }
    }

    /** JDK 25 answers null again when input or output is redirected. */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    private static void stay(String url) throws InterruptedException {
        say("The console stays open at " + url + " until you press Ctrl-C.");
        Thread.currentThread().join();
    }

    private static void say(String line) {
        System.out.println(System.lineSeparator() + line);
    }

    private Path directory() throws IOException {
        if (data == null) {
            DateTimeFormatter name = DateTimeFormatter.ofPattern("'demo-'yyyyMMdd-HHmmss");
            return Path.of(
                    "tallystick-data", LocalDateTime.now(ZoneId.systemDefault()).format(name));
        }
        if (Files.exists(data) && !isEmptyDirectory(data)) {
            throw misuse(
                    data
                            + " is not an empty directory, and the demo starts from nothing; to go"
                            + " on with a ledger: ./tallystick serve --data "
                            + data);
        }
        return data;
    }

    private static boolean isEmptyDirectory(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return false;
        }
        try (Stream<Path> entries = Files.list(path)) {
            return entries.findAny().isEmpty();
        }
    }

    private TraceSource trace() {
        if (source.trace != null && !Files.isReadable(source.trace)) {
            throw misuse("--trace " + source.trace + " cannot be read");
        }
        if (source.trace != null) {
            return new TraceSource.TraceFile(source.trace);
        }
        long events = source.events == null ? 20_000 : source.events;
        if (events < 1) {
            throw misuse("--events must be 1 or more");
        }
        return new TraceSource.Generated(SEED, events);
    }

    private static void write(Path file, DemoResult result) throws IOException {
        JsonMapper mapper = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Files.write(file, mapper.writeValueAsBytes(result.toJson()));
    }

    private ParameterException misuse(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
