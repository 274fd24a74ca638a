package tallystick.app.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tallystick.app.RunningNode;
import tallystick.app.TallystickApplication;
import tallystick.loadgen.trace.TraceSource;
import tallystick.loadgen.trace.TraceSummary;

/**
 * The main job: starts a node in this process, sets up a federation, replays a trace through the
 * HTTP API, settles a month of windows, and checks everything that came of it.
 */
public final class DemoRun implements AutoCloseable {

    /** Where in the data directory the windows' documents are kept. */
    private static final String DOCUMENTS = "documents";

    /** Where in it the exported log is kept. */
    private static final String BUNDLE = "log.tar";

    /** Letters of a date such as 2026-11-21. */
    private static final int DATE = 10;

    private static final int CONSOLE_PORT = 8080;

    /** Settlement waits for cosigned checkpoints: they come often. */
    private static final int CHECKPOINT_MILLIS = 50;

    /** Wallets funded at the same time. */
    private static final int AT_A_TIME = 8;

    /** Prices hold from this long before the first usage. */
    private static final Duration PREPARED = Duration.ofHours(1);

    private final DemoOptions options;
    private final PrintStream progress;
    private final boolean terminal;
    private final Steps steps;
    private final long started;
    private final TraceSummary trace;
    private final RunningNode node;
    private final DemoWitnesses witnesses;

    private DemoRun(
            DemoOptions options,
            PrintStream progress,
            boolean terminal,
            long started,
            TraceSummary trace,
            RunningNode node,
            DemoWitnesses witnesses) {
        this.witnesses = witnesses;
        this.started = started;
        this.options = options;
        this.progress = progress;
        this.terminal = terminal;
        this.steps = new Steps(progress, terminal);
        this.trace = trace;
        this.node = node;
    }

    /**
     * Reads the trace once and starts the node.
     *
     * @param progress where progress is shown
     * @param terminal whether that is a terminal, on which lines may be redrawn
     * @throws IOException when the trace cannot be replayed
     */
    public static DemoRun start(DemoOptions options, PrintStream progress, boolean terminal)
            throws IOException, InterruptedException {
        long started = System.nanoTime();
        TraceSummary trace = summary(options.trace());
        progress.println("Data directory " + options.data() + " (kept)");
        int port = options.port() != null ? options.port() : freePort();
        Map<String, Object> overrides = new TreeMap<>(DemoOperator.banks());
        overrides.put("tallystick.data", options.data());
        overrides.put("server.port", port);
        overrides.put("tallystick.ingest.port", 0);
        overrides.put("logging.file.name", options.data().resolve("tallystick.log"));
        overrides.put("logging.threshold.console", "OFF");
        DemoWitnesses witnesses = DemoWitnesses.start(options.data());
        try {
            overrides.put("tallystick.tlog.policy", witnesses.policy());
            overrides.put("tallystick.tlog.checkpoint-millis", CHECKPOINT_MILLIS);
            RunningNode node =
                    new Steps(progress, terminal)
                            .run(
                                    "Starting PostgreSQL, the journal, a witness and the"
                                            + " application",
                                    () -> TallystickApplication.start(overrides));
            return new DemoRun(options, progress, terminal, started, trace, node, witnesses);
        } catch (IOException | InterruptedException | RuntimeException failed) {
            witnesses.close();
            throw failed;
        }
    }

    /** Where the console is. */
    public String url() {
        return "http://localhost:" + node.port();
    }

    /** Where binary usage is taken. */
    public String ingestUrl() {
        return "tcp://localhost:" + node.ingestPort().orElseThrow();
    }

    /** Runs the whole job. */
    public DemoResult run() throws IOException, InterruptedException {
        List<DemoWallet> wallets = DemoWallet.all();
        DemoMonth month = DemoMonth.before(Instant.now(), trace);
        try (ApiGateway api = new ApiGateway(node.baseUri())) {
            DemoFederation federation = new DemoFederation(api, month.start().minus(PREPARED));
            steps.run(
                    "Onboarding 3 operators, 6 factories, 15 tenants, tariffs and agreements",
                    () -> onboard(federation, month));
            steps.run(
                    "Funding %d wallets".formatted(wallets.size()),
                    () -> fund(federation, wallets));
            List<DemoSettled> windows = new ArrayList<>();
            DemoDesk desk = new DemoDesk(api, options.data().resolve(DOCUMENTS), witnesses);
            long events = DemoFeeder.eventsFor(trace.rows());
            Progress bar = new Progress(progress, terminal, "Recording usage", events);
            DemoFeeder feeder;
            UsageOutcomes outcomes;
            try (UsageFeed feed = new UsageFeed(api, bar)) {
                feeder =
                        new DemoFeeder(
                                feed,
                                new DemoTraffic(wallets, month::spread),
                                wallets,
                                month,
                                window -> {
                                    bar.pause();
                                    windows.add(close(desk, month, window));
                                    bar.resume();
                                });
                outcomes = feeder.feed(options.trace());
            }
            DemoAnswers answers =
                    steps.run(
                            "Reading everything back",
                            () -> DemoAnswers.read(api, windows, wallets));
            DemoWitnessed witnessed =
                    steps.run(
                            "Verifying the log offline, against the policy of its witnesses",
                            () -> witnesses.verify(options.data().resolve(BUNDLE)));
            List<DemoCheck> checks =
                    new ArrayList<>(
                            DemoChecks.of(trace, feeder.sent(), outcomes, wallets, answers));
            checks.addAll(witnessed.checks(answers.ledger().stateDigest()));
            return new DemoResult(
                    trace,
                    feeder.sent(),
                    outcomes,
                    wallets.size(),
                    month.windows(),
                    answers,
                    witnessed,
                    checks,
                    System.nanoTime() - started);
        }
    }

    private DemoSettled close(DemoDesk desk, DemoMonth month, int window)
            throws IOException, InterruptedException {
        Instant from = month.startOf(window);
        Instant cutOff = month.cutOffs().get(window);
        boolean isFirst = witnesses.refused().isEmpty();
        DemoSettled settled =
                steps.run(
                        "Settling %s, %s to %s, from cut-off to final"
                                .formatted(
                                        DemoMonth.name(window),
                                        from.toString().substring(0, DATE),
                                        cutOff.toString().substring(0, DATE)),
                        () ->
                                desk.close(
                                        DemoMonth.name(window),
                                        cutOff,
                                        DemoMonth.name(window + 1)));
        if (isFirst) {
            progress.println(
                    "  its statements were refused (%s) until %d of 3 witnesses were there"
                            .formatted(witnesses.refused(), DemoWitnesses.QUORUM));
        }
        return settled;
    }

    @Override
    public void close() {
        try (witnesses) {
            node.close();
        }
    }

    private static boolean onboard(DemoFederation federation, DemoMonth month)
            throws IOException, InterruptedException {
        federation.onboard();
        federation.openWindow(DemoMonth.name(0), month.start());
        return true;
    }

    /** Several wallets at a time: their commands share one write to the disk. */
    private static boolean fund(DemoFederation federation, List<DemoWallet> wallets)
            throws IOException, InterruptedException {
        ExecutorService workers =
                Executors.newFixedThreadPool(AT_A_TIME, Thread.ofVirtual().factory());
        try (workers) {
            List<Callable<Boolean>> tasks = new ArrayList<>();
            for (DemoWallet wallet : wallets) {
                tasks.add(
                        () -> {
                            federation.fund(wallet);
                            return true;
                        });
            }
            for (Future<Boolean> funded : workers.invokeAll(tasks)) {
                funded.get();
            }
            return true;
        } catch (ExecutionException failed) {
            throw new IOException("a wallet could not be funded", failed.getCause());
        }
    }

    private static TraceSummary summary(TraceSource source) throws IOException {
        TraceSummary trace = TraceSummary.of(source);
        if (trace.rows() == 0) {
            throw new IOException("the trace has no rows");
        }
        return trace;
    }

    private static int freePort() {
        try (ServerSocket probe =
                new ServerSocket(CONSOLE_PORT, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        } catch (IOException taken) {
            return 0;
        }
    }
}
