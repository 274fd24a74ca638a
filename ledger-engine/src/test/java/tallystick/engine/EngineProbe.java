package tallystick.engine;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import tallystick.domain.Answer;
import tallystick.domain.LedgerCommand;
import tallystick.domain.LedgerCommand.RecordUsage;
import tallystick.domain.LedgerRequest;
import tallystick.domain.usage.UsageIdentity;
import tallystick.domain.usage.UsageRecord;
import tallystick.engine.journal.JournalKind;

/**
 * How fast the engine alone is: {@code EngineProbe <directory> <SEGMENT|CHRONICLE> [events]
 * [batch]}. Four producers make records with random ids, seal them, look their names up, and keep
 * eight batches each on the ring; each record is rated, checked against all earlier ids, posted,
 * journaled and forced. Prints the rate, the bytes, the CPU time of each thread per event, which
 * does not depend on what else the machine does, and the time that opening the journal again takes.
 */
final class EngineProbe {

    private static final int PRODUCERS = 4;
    private static final int IN_FLIGHT_BATCHES = 8;

    private final LedgerEngine engine;
    private final int batches;
    private final int batchSize;
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final AtomicLong producerNanos = new AtomicLong();

    private EngineProbe(LedgerEngine engine, int batches, int batchSize) {
        this.engine = engine;
        this.batches = batches;
        this.batchSize = batchSize;
    }

    public static void main(String[] args) throws Exception {
        Path directory = Path.of(args[0]);
        JournalKind kind = JournalKind.valueOf(args[1]);
        int events = args.length > 2 ? Integer.parseInt(args[2]) : 10_000_000;
        int batchSize = args.length > 3 ? Integer.parseInt(args[3]) : 1_024;
        try (LedgerEngine engine = Engines.open(EngineOptions.of(directory, kind))) {
            for (LedgerCommand command : World.setUp()) {
                TestCompletion completion = new TestCompletion();
                engine.submit(World.request(command), completion);
                completion.answer();
            }
            new EngineProbe(engine, events / batchSize, batchSize).run(directory);
        }
        long start = System.nanoTime();
        Engines.open(EngineOptions.of(directory, kind)).close();
        System.out.printf("reopened and closed in %.2f s%n", (System.nanoTime() - start) / 1e9);
    }

    private void run(Path directory) throws InterruptedException, IOException {
        long bytesBefore = used(directory);
        long start = System.nanoTime();
        List<Thread> producers = new ArrayList<>();
        for (int i = 0; i < PRODUCERS; i++) {
            int producer = i;
            producers.add(Thread.ofPlatform().name("producer-" + i).start(() -> produce(producer)));
        }
        for (Thread producer : producers) {
            producer.join();
        }
        long nanos = System.nanoTime() - start;
        if (failure.get() != null) {
            throw new IllegalStateException(failure.get());
        }
        long events = acknowledged.get();
        System.out.printf(
                "%,d events in %.2f s: %,.0f events/s, %.1f bytes/event on disk%n",
                events,
                nanos / 1e9,
                events * 1e9 / nanos,
                (used(directory) - bytesBefore) / (double) events);
        System.out.printf("CPU ns/event: producers %d", producerNanos.get() / Math.max(1, events));
        printStages(events);
    }

    private static void printStages(long events) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        for (long id : threads.getAllThreadIds()) {
            ThreadInfo info = threads.getThreadInfo(id);
            if (info != null && info.getThreadName().startsWith("tallystick-")) {
                String stage = info.getThreadName().substring("tallystick-".length());
                long nanos = threads.getThreadCpuTime(id);
                System.out.printf(", %s %d", stage, nanos / Math.max(1, events));
            }
        }
        System.out.println();
    }

    private void produce(int producer) {
        try {
            Semaphore room = new Semaphore(IN_FLIGHT_BATCHES);
            SplittableRandom random = new SplittableRandom(producer);
            int mine = batches / PRODUCERS;
            List<List<UsageRecord>> carriers = new ArrayList<>();
            for (int i = 0; i < IN_FLIGHT_BATCHES + 1; i++) {
                carriers.add(records());
            }
            UsageIdentity identity = new UsageIdentity();
            for (int i = 0; i < mine; i++) {
                room.acquire();
                List<UsageRecord> batch = carriers.get(i % carriers.size());
                long ended = System.currentTimeMillis() * 1_000_000L;
                for (UsageRecord usage : batch) {
                    usage.id = HexFormat.of().toHexDigits(random.nextLong()) + "0123456789";
                    usage.requestId = usage.id;
                    usage.endedEpochNanos = ended;
                    identity.seal(usage);
                    engine.names().lookUp(usage);
                }
                engine.submit(
                        new LedgerRequest(new RecordUsage(batch, false), "probe", null),
                        new Acknowledged(room));
            }
            room.acquire(IN_FLIGHT_BATCHES);
            producerNanos.addAndGet(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
        } catch (InterruptedException | EngineBusyException | RuntimeException stopped) {
            failure.set(stopped);
        }
    }

    private List<UsageRecord> records() {
        List<UsageRecord> batch = new ArrayList<>();
        for (int i = 0; i < batchSize; i++) {
            int wallet = i % World.WALLETS;
            batch.add(i % 4 == 3 ? World.roaming(wallet, "") : World.usage(wallet, ""));
        }
        return batch;
    }

    private final class Acknowledged implements Completion {

        private final Semaphore room;

        Acknowledged(Semaphore room) {
            this.room = room;
        }

        @Override
        public void answered(Answer answer) {
            acknowledged.addAndGet(batchSize);
            room.release();
        }

        @Override
        public void failed(Throwable cause) {
            failure.set(cause);
            room.release();
        }
    }

    private static long used(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).mapToLong(f -> f.toFile().length()).sum();
        }
    }
}
