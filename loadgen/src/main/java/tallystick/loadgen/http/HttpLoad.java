package tallystick.loadgen.http;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.HdrHistogram.Histogram;
import tallystick.loadgen.world.LoadGateway;
import tallystick.loadgen.world.LoadTraffic;
import tallystick.loadgen.world.LoadWorld;
import tallystick.loadgen.world.ServerLoadResult;
import tallystick.loadgen.world.Together;

/** Makes a world of its own, sends usage to it on schedule, and asks for all of it again. */
public final class HttpLoad {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long LEAD_NANOS = 200_000_000L;
    private static final long ENDED_BEFORE_SECONDS = 60;

    /** Far beyond what a run sends, and not so far that it ended in the future. */
    private static final long NEVER_SENT = 1L << 35;

    private final HttpLoadOptions options;
    private final PrintStream progress;

    /**
     * @param progress told of each step, a line each
     */
    public HttpLoad(HttpLoadOptions options, PrintStream progress) {
        this.options = options;
        this.progress = progress;
    }

    /**
     * Runs all of it.
     *
     * @throws IOException when the API cannot be reached or refuses to make what the load needs
     */
    public ServerLoadResult run() throws IOException, InterruptedException {
        String run = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
        try (LoadGateway api = new LoadGateway(options.url(), options.credential())) {
            LoadWorld world = new LoadWorld(api, run);
            progress.println("Making operators, tariffs and " + options.wallets() + " wallets");
            world.make(options.wallets());
            List<HttpLane> lanes = lanes(world);
            progress.println("Sending for " + options.seconds() + " s");
            long start = System.nanoTime() + LEAD_NANOS;
            send(lanes, start);
            progress.println("Asking the ledger for all of it again");
            return result(lanes, start, api);
        }
    }

    private List<HttpLane> lanes(LoadWorld world) {
        long endedFrom = (Instant.now().getEpochSecond() - ENDED_BEFORE_SECONDS) * NANOS_PER_SECOND;
        List<HttpLane> lanes = new ArrayList<>();
        for (int i = 0; i < options.connections(); i++) {
            long seed = ThreadLocalRandom.current().nextLong();
            LoadTraffic traffic = new LoadTraffic(world, options.wallets(), seed, endedFrom);
            lanes.add(new HttpLane(options, traffic));
        }
        return lanes;
    }

    private void send(List<HttpLane> lanes, long start) throws InterruptedException {
        long end = start + options.seconds() * NANOS_PER_SECOND;
        long interval = options.intervalNanos();
        List<Callable<Boolean>> tasks = new ArrayList<>();
        for (int i = 0; i < lanes.size(); i++) {
            HttpLane lane = lanes.get(i);
            Schedule schedule = new Schedule(start + interval * i / lanes.size(), end, interval);
            tasks.add(
                    () -> {
                        lane.send(schedule);
                        return true;
                    });
        }
        List<Boolean> _ = Together.run(tasks);
    }

    private ServerLoadResult result(List<HttpLane> lanes, long start, LoadGateway api)
            throws IOException, InterruptedException {
        List<Callable<HttpLane.Found>> tasks = new ArrayList<>();
        lanes.forEach(lane -> tasks.add(lane::ask));
        List<HttpLane.Found> found = Together.run(tasks);
        boolean controlMissed = lanes.getFirst().isMissed(NEVER_SENT);
        Histogram latency = new Histogram(3);
        lanes.forEach(lane -> latency.add(lane.latencyNanos()));
        long last = lanes.stream().mapToLong(HttpLane::lastAnswerNanos).max().orElse(start);
        return new ServerLoadResult(
                lanes.stream().mapToLong(HttpLane::accepted).sum(),
                lanes.stream().mapToLong(HttpLane::requests).sum(),
                lanes.stream().mapToLong(HttpLane::refused).sum(),
                lanes.stream().mapToLong(HttpLane::errors).sum(),
                last - start,
                latency,
                found.stream().mapToLong(HttpLane.Found::lost).sum(),
                repeated(found),
                controlMissed,
                api.get("/v1/ledger").contains("\"balanced\":true"));
    }

    /** How many positions were given to more than one event. */
    private static long repeated(List<HttpLane.Found> found) {
        long[] positions =
                found.stream().flatMapToLong(HttpLane.Found::positions).sorted().toArray();
        long repeated = 0;
        for (int i = 1; i < positions.length; i++) {
            repeated += positions[i] == positions[i - 1] ? 1 : 0;
        }
        return repeated;
    }
}
