package tallystick.loadgen.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import tallystick.domain.Answer;
import tallystick.domain.LedgerCommand;
import tallystick.domain.LedgerRequest;
import tallystick.domain.ledger.LedgerState;
import tallystick.domain.usage.UsageStatus;
import tallystick.engine.Completion;
import tallystick.engine.EngineBusyException;
import tallystick.engine.EngineOptions;
import tallystick.engine.Engines;
import tallystick.engine.LedgerEngine;
import tallystick.engine.journal.JournalOptions;

/**
 * Runs a load: opens an engine with fsync on, registers a federation, sends, closes, and reads the
 * journal back.
 */
public final class EngineLoad {

    /** A ledger at work has its tables; making them is not what is measured. 1.4 GB at most. */
    private static final long MOST_RESERVED = 50_000_000;

    /** More than one ring ever forces at a time. */
    private static final long MOST_FORCED_BYTES = 1 << 27;

    private static final long HOUR_NANOS = 3_600_000_000_000L;

    /** Something that runs beside the engine while records are sent. */
    @FunctionalInterface
    public interface Beside {

        /** Nothing. */
        Beside NOTHING = (_, _) -> () -> {};

        /**
         * Starts it; closed when all is sent and measured.
         *
         * @param data directory of the engine
         */
        Running open(LedgerEngine engine, Path data) throws IOException;

        /** What was started. */
        @FunctionalInterface
        interface Running extends AutoCloseable {
            @Override
            void close();
        }
    }

    private final EngineLoadOptions options;
    private final Beside beside;
    private final Consumer<String> lines;
    private final LoadFacts facts;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final List<LoadTally> tallies = new ArrayList<>();
    private final List<LoadProducer> producers = new ArrayList<>();

    private EngineLoad(EngineLoadOptions options, Beside beside, Consumer<String> lines)
            throws IOException {
        this.options = options;
        this.beside = beside;
        this.lines = lines;
        Instant now = Instant.now();
        facts = new LoadFacts(options, now.getEpochSecond() * 1_000_000_000L - HOUR_NANOS);
    }

    /**
     * Runs a load to its end.
     *
     * @param lines told how far it is, every two seconds
     * @throws IOException the trace, or the files of the journal, cannot be read or made
     * @throws IllegalArgumentException the data directory holds something already
     */
    public static EngineLoadResult run(EngineLoadOptions options, Consumer<String> lines)
            throws IOException, InterruptedException {
        return run(options, Beside.NOTHING, lines);
    }

    /** The same with something beside it. */
    public static EngineLoadResult run(
            EngineLoadOptions options, Beside beside, Consumer<String> lines)
            throws IOException, InterruptedException {
        if (Files.exists(options.data()) && !isEmptyDirectory(options.data())) {
            throw new IllegalArgumentException(options.data() + " is not an empty directory");
        }
        long half = options.warmUpEvents() / 2;
        for (long events : new long[] {half, options.warmUpEvents() - half}) {
            if (events > 0) {
                warmUp(options.warmUp(events), lines);
            }
        }
        return new EngineLoad(options, beside, lines).run();
    }

    /**
     * Lets the compiler do its work on a load that nothing is told of. Twice, each with an engine
     * of its own: when a ledger is set up anew, code that was compiled under load meets what it had
     * not met, and is compiled once more.
     */
    private static void warmUp(EngineLoadOptions options, Consumer<String> lines)
            throws IOException, InterruptedException {
        deleteTree(options.data());
        lines.accept(String.format("warming up with %,d events", options.events()));
        EngineLoad load = new EngineLoad(options, Beside.NOTHING, lines);
        try (LedgerEngine engine = Engines.open(load.engineOptions())) {
            load.setUp(engine);
            load.send(engine);
        } finally {
            deleteTree(options.data());
        }
        System.gc();
    }

    private static void deleteTree(Path tree) throws IOException {
        if (Files.exists(tree)) {
            try (Stream<Path> found = Files.walk(tree)) {
                for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private static boolean isEmptyDirectory(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return false;
        }
        try (Stream<Path> entries = Files.list(path)) {
            return entries.findAny().isEmpty();
        }
    }

    /** What was measured while the engine was open. */
    private record Measured(
            long nanos,
            long forces,
            long heapMaxBytes,
            Map<String, Long> cpuNanos,
            String digest) {}

    /** Bytes of files, by what they are. */
    private record Disk(long journal, long snapshots, long index) {}

    private EngineLoadResult run() throws IOException, InterruptedException {
        Measured measured;
        try (LedgerEngine engine = Engines.open(engineOptions())) {
            setUp(engine);
            measured = sendBeside(engine);
        }
        Disk disk =
                new Disk(
                        bytes(journal().directory()),
                        bytes(options.data().resolve("snapshots")),
                        bytes(options.data().resolve("index")));
        lines.accept("sent; reading the journal back");
        long begin = System.nanoTime();
        LoadVerdict verdict =
                EngineLoadCheck.run(journal(), facts, options.seed(), acknowledgedNumbers());
        long verifyNanos = System.nanoTime() - begin;
        return result(measured, disk, verdict, verifyNanos, plainForces(measured, verdict));
    }

    private double plainForces(Measured measured, LoadVerdict verdict) throws IOException {
        if (verdict.bytes() == 0 || measured.forces() == 0) {
            return 0;
        }
        long bytes = Math.ceilDiv(verdict.bytes(), measured.forces());
        return PlainFile.forcesPerSecond(options.data(), (int) Math.min(bytes, MOST_FORCED_BYTES));
    }

    private JournalOptions journal() {
        return JournalOptions.of(options.data().resolve("journal"), options.journal());
    }

    private EngineOptions engineOptions() {
        return EngineOptions.of(journal())
                .withReserved(Math.min(options.events(), MOST_RESERVED))
                .withOnFailure(cause -> failure.compareAndSet(null, cause));
    }

    private long[] acknowledgedNumbers() {
        return tallies.stream().mapToLong(LoadTally::acknowledgedNumbers).toArray();
    }

    private void setUp(LedgerEngine engine) throws InterruptedException {
        List<CompletableFuture<Answer>> answers = new ArrayList<>();
        for (LedgerCommand command : LoadFederation.setUp(options.wallets())) {
            CompletableFuture<Answer> answer = new CompletableFuture<>();
            answers.add(answer);
            submit(engine, command, answer);
        }
        for (CompletableFuture<Answer> answer : answers) {
            if (answer.join().refusal() != null) {
                throw new IllegalStateException("refused: " + answer.join());
            }
        }
    }

    private static void submit(
            LedgerEngine engine, LedgerCommand command, CompletableFuture<Answer> answer)
            throws InterruptedException {
        while (true) {
            try {
                engine.submit(new LedgerRequest(command, "load", null), new Answering(answer));
                return;
            } catch (EngineBusyException busy) {
                Thread.sleep(busy.retryAfterMillis());
            }
        }
    }

    private record Answering(CompletableFuture<Answer> future) implements Completion {
        @Override
        public void answered(Answer answer) {
            future.complete(answer);
        }

        @Override
        public void failed(Throwable cause) {
            future.completeExceptionally(cause);
        }
    }

    private Measured sendBeside(LedgerEngine engine) throws IOException, InterruptedException {
        Measured measured;
        try (Beside.Running _ = beside.open(engine, options.data())) {
            measured = send(engine);
        }
        return new Measured(
                measured.nanos(),
                measured.forces(),
                measured.heapMaxBytes(),
                measured.cpuNanos(),
                failure.get() == null ? engine.query(LedgerState::digest).join() : "");
    }

    private Measured send(LedgerEngine engine) throws InterruptedException {
        long forcesBefore = engine.metrics().forces();
        CpuMeter cpu = new CpuMeter();
        long begin = System.nanoTime();
        for (int i = 0; i < options.producers(); i++) {
            LoadTally tally = new LoadTally(failure);
            tallies.add(tally);
            producers.add(new LoadProducer(options, engine, facts, tally, i, begin));
        }
        try (LoadProgress progress = new LoadProgress(tallies, options.events(), lines)) {
            sendAndWait();
            long nanos = System.nanoTime() - begin;
            long producerNanos = producers.stream().mapToLong(LoadProducer::cpuNanos).sum();
            return new Measured(
                    nanos,
                    engine.metrics().forces() - forcesBefore,
                    progress.heapMaxBytes(),
                    cpu.since(producerNanos),
                    "");
        }
    }

    private void sendAndWait() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (LoadProducer producer : producers) {
            String name = "load-producer-" + threads.size();
            threads.add(Thread.ofPlatform().name(name).start(producer));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private EngineLoadResult result(
            Measured measured,
            Disk disk,
            LoadVerdict verdict,
            long verifyNanos,
            double plainForcesPerSecond) {
        Histogram latency = new Histogram(3);
        tallies.forEach(tally -> latency.add(tally.latencyNanos()));
        Throwable broken = failure.get();
        return new EngineLoadResult(
                tallies.stream().mapToLong(LoadTally::answered).sum(),
                outcomes(UsageStatus.ACCEPTED),
                outcomes(UsageStatus.DUPLICATE),
                outcomes(UsageStatus.SUSPENDED)
                        + outcomes(UsageStatus.CONFLICT)
                        + outcomes(UsageStatus.NOT_APPLIED),
                measured.nanos(),
                latency,
                measured.forces(),
                producers.stream().mapToLong(LoadProducer::refused).sum(),
                disk.journal(),
                disk.snapshots(),
                disk.index(),
                measured.heapMaxBytes(),
                measured.cpuNanos(),
                mean(LoadProducer::sealNanosPerRecord),
                mean(LoadProducer::lookUpNanosPerRecord),
                measured.digest(),
                verdict,
                verifyNanos,
                broken == null ? null : String.valueOf(broken),
                options.warmUpEvents(),
                plainForcesPerSecond);
    }

    private long outcomes(UsageStatus status) {
        return producers.stream().mapToLong(producer -> producer.outcomes(status)).sum();
    }

    private long mean(java.util.function.ToLongFunction<LoadProducer> figure) {
        return Math.round(producers.stream().mapToLong(figure).average().orElse(-1));
    }

    /** Lengths of the files of a directory, which need not be there. */
    private static long bytes(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).mapToLong(f -> f.toFile().length()).sum();
        }
    }
}
