package tallystick.loadgen.http;

import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tallystick.client.Balance;
import tallystick.loadgen.world.LoadGateway;
import tallystick.loadgen.world.LoadWorld;
import tallystick.loadgen.world.Together;

/** Runs sessions of holds on schedule and compares every wallet with what they were charged. */
public final class HoldLoad {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long LEAD_NANOS = 200_000_000L;
    private static final BigDecimal PICO = new BigDecimal("0.000000000001");
    private static final Pattern POSITION = Pattern.compile("\"position\":\"(\\d+)\"");

    private final HttpLoadOptions options;
    private final PrintStream progress;

    /**
     * @param progress told of each step, a line each
     */
    public HoldLoad(HttpLoadOptions options, PrintStream progress) {
        this.options = options;
        this.progress = progress;
    }

    /**
     * Runs all of it.
     *
     * @throws IOException when the API cannot be reached or refuses to make what the load needs
     */
    public HoldLoadResult run() throws IOException, InterruptedException {
        String run = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
        try (LoadGateway api = new LoadGateway(options.url(), options.credential())) {
            LoadWorld world = new LoadWorld(api, run);
            progress.println("Making operators, tariffs and " + options.wallets() + " wallets");
            world.make(options.wallets());
            List<HoldLane> lanes = new ArrayList<>();
            for (int i = 0; i < options.connections(); i++) {
                lanes.add(new HoldLane(options, world, i, run));
            }
            progress.println("Sending for " + options.seconds() + " s");
            long start = System.nanoTime() + LEAD_NANOS;
            send(lanes, start);
            progress.println("Comparing every wallet with what its sessions were charged");
            return result(lanes, start, api, world);
        }
    }

    private void send(List<HoldLane> lanes, long start) throws InterruptedException {
        long end = start + options.seconds() * NANOS_PER_SECOND;
        long interval = options.intervalNanos();
        List<Callable<Boolean>> tasks = new ArrayList<>();
        for (int i = 0; i < lanes.size(); i++) {
            HoldLane lane = lanes.get(i);
            Schedule schedule = new Schedule(start + interval * i / lanes.size(), end, interval);
            tasks.add(
                    () -> {
                        lane.send(schedule);
                        return true;
                    });
        }
        List<Boolean> _ = Together.run(tasks);
    }

    private HoldLoadResult result(
            List<HoldLane> lanes, long start, LoadGateway api, LoadWorld world)
            throws IOException, InterruptedException {
        HoldSteps steps = new HoldSteps();
        lanes.forEach(lane -> lane.addTo(steps));
        String ledger = api.get("/v1/ledger");
        Matcher position = POSITION.matcher(ledger);
        String newest = position.find() ? position.group(1) : null;
        long wrong = 0;
        boolean controlNoticed = true;
        for (int wallet = 0; wallet < options.wallets(); wallet++) {
            int number = wallet;
            BigDecimal left =
                    LoadWorld.CREDIT.subtract(
                            lanes.stream()
                                    .map(lane -> lane.charged(number))
                                    .reduce(BigDecimal.ZERO, BigDecimal::add));
            Balance balance = api.client().balance(world.wallet(wallet), newest).orThrow();
            wrong += isBalance(balance, left) ? 0 : 1;
            controlNoticed &= !isBalance(balance, left.add(PICO));
        }
        long last = lanes.stream().mapToLong(HoldLane::lastAnswerNanos).max().orElse(start);
        return new HoldLoadResult(
                lanes.stream().mapToLong(HoldLane::complete).sum(),
                lanes.stream().mapToLong(HoldLane::violations).sum(),
                lanes.stream().mapToLong(HoldLane::errors).sum(),
                last - start,
                steps,
                wrong,
                controlNoticed,
                ledger.contains("\"balanced\":true"));
    }

    private static boolean isBalance(Balance balance, BigDecimal posted) {
        return balance.posted().compareTo(posted) == 0 && balance.held().signum() == 0;
    }
}
