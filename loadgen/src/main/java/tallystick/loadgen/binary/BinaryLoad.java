package tallystick.loadgen.binary;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.HdrHistogram.Histogram;
import tallystick.loadgen.binary.BinaryLane.Verification;
import tallystick.loadgen.world.LoadGateway;
import tallystick.loadgen.world.LoadTraffic;
import tallystick.loadgen.world.LoadWorld;
import tallystick.loadgen.world.ServerLoadResult;
import tallystick.loadgen.world.Together;

/** Makes a world of its own, sends usage to it on schedule, and asks for all of it again. */
public final class BinaryLoad {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long LEAD_NANOS = 200_000_000L;
    private static final long ENDED_BEFORE_SECONDS = 60;

    /** Far beyond what a run sends, and not so far that it ended in the future. */
    private static final long NEVER_SENT = 1L << 37;

    private final BinaryLoadOptions options;
    private final PrintStream progress;
    private final String run = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);

    /**
     * @param progress told of each step, a line each
     */
    public BinaryLoad(BinaryLoadOptions options, PrintStream progress) {
        this.options = options;
        this.progress = progress;
    }

    /**
     * Runs all of it.
     *
     * @throws IOException when the API cannot be reached or refuses
     */
    public ServerLoadResult run() throws IOException, InterruptedException {
        try (LoadGateway api = new LoadGateway(options.api(), null)) {
            LoadWorld world = new LoadWorld(api, run);
            progress.println("Making operators, tariffs and " + options.wallets() + " wallets");
            world.make(options.wallets());
            List<BinaryLane> lanes = lanes(world);
            progress.println("Sending for " + options.seconds() + " s");
            long start = System.nanoTime() + LEAD_NANOS;
            send(lanes, start);
            progress.println("Asking the ledger for all of it again");
            return result(lanes, start, api);
        }
    }

    private List<BinaryLane> lanes(LoadWorld world) {
        long endedFrom = (Instant.now().getEpochSecond() - ENDED_BEFORE_SECONDS) * NANOS_PER_SECOND;
        List<BinaryLane> lanes = new ArrayList<>();
        for (int i = 0; i < options.connections(); i++) {
            long seed = ThreadLocalRandom.current().nextLong();
            LoadTraffic traffic = new LoadTraffic(world, options.wallets(), seed, endedFrom);
            lanes.add(
                    new BinaryLane(
                            options.url().getHost(),
                            options.url().getPort(),
                            traffic,
                            options.batch()));
        }
        return lanes;
    }

    private void send(List<BinaryLane> lanes, long start) throws InterruptedException {
        long end = start + options.seconds() * NANOS_PER_SECOND;
        long rate = options.eventsPerSecond();
        long batchesNanos = (long) options.batch() * options.connections() * NANOS_PER_SECOND;
        long interval = rate == 0 ? 0 : Math.max(1, batchesNanos / rate);
        List<Callable<Boolean>> tasks = new ArrayList<>();
        for (int i = 0; i < lanes.size(); i++) {
            BinaryLane lane = lanes.get(i);
            long first = start + interval * i / lanes.size();
            tasks.add(
                    () -> {
                        lane.send(first, end, interval);
                        return true;
                    });
        }
        List<Boolean> _ = Together.run(tasks);
    }

    private ServerLoadResult result(List<BinaryLane> lanes, long start, LoadGateway api)
            throws IOException, InterruptedException {
        List<Callable<Verification>> tasks = new ArrayList<>();
        lanes.forEach(lane -> tasks.add(lane::verify));
        List<Verification> found = Together.run(tasks);
        List<Callable<Boolean>> controls = List.of(() -> lanes.getFirst().isMissed(NEVER_SENT));
        boolean controlMissed = Together.run(controls).getFirst();
        Histogram latency = new Histogram(3);
        lanes.forEach(lane -> lane.addLatencyTo(latency));
        long last = lanes.stream().mapToLong(BinaryLane::lastAnswerNanos).max().orElse(start);
        return new ServerLoadResult(
                lanes.stream().mapToLong(BinaryLane::accepted).sum(),
                lanes.stream().mapToLong(BinaryLane::requests).sum(),
                lanes.stream().mapToLong(BinaryLane::refused).sum(),
                lanes.stream().mapToLong(BinaryLane::errors).sum(),
                last - start,
                latency,
                found.stream().mapToLong(Verification::lost).sum(),
                found.stream().mapToLong(Verification::elsewhere).sum() + repeated(lanes),
                controlMissed,
                api.get("/v1/ledger").contains("\"balanced\":true"));
    }

    /** How many positions were given to more than one record. */
    static long repeated(List<BinaryLane> lanes) {
        long[] positions =
                lanes.stream()
                        .flatMap(lane -> lane.sent().stream())
                        .flatMapToLong(batch -> Arrays.stream(batch.positions))
                        .filter(position -> position != SentBatch.NOWHERE)
                        .sorted()
                        .toArray();
        long repeated = 0;
        for (int i = 1; i < positions.length; i++) {
            repeated += positions[i] == positions[i - 1] ? 1 : 0;
        }
        return repeated;
    }
}
