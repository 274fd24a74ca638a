package tallystick.loadgen.http;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import tallystick.loadgen.world.LoadWorld;

/**
 * One connection's part of a load with holds. A session opens a hold, extends it once and commits
 * it: three requests, each durable when it is answered. It writes them itself, like every lane: the
 * client costs a generator on the server's machine many times as much (see {@link HttpConnection});
 * what the load needs is made, and wallets are compared, with the client.
 */
final class HoldLane {

    private static final long SLOWEST_NANOS = TimeUnit.MINUTES.toNanos(10);
    private static final String JSON = "Content-Type: application/json\r\n";
    private static final int CREATED = 201;
    private static final int OK = 200;
    private static final int INPUT = 1_532;
    private static final int SLICE = 1_024;
    private static final int EXTENDED_AT = 900;

    private final HttpLoadOptions options;
    private final LoadWorld world;
    private final String name;
    private final Histogram openNanos = new Histogram(SLOWEST_NANOS, 3);
    private final Histogram extendNanos = new Histogram(SLOWEST_NANOS, 3);
    private final Histogram commitNanos = new Histogram(SLOWEST_NANOS, 3);
    private final BigDecimal[] charged;
    private final int lane;
    private long sessions;
    private long complete;
    private long violations;
    private long errors;
    private long lastAnswerNanos;

    /**
     * @param lane number of the connection
     * @param run a name that no run had before
     */
    HoldLane(HttpLoadOptions options, LoadWorld world, int lane, String run) {
        this.options = options;
        this.world = world;
        this.lane = lane;
        name = "hld_load_" + run + "_" + lane + "_";
        charged = new BigDecimal[options.wallets()];
        java.util.Arrays.fill(charged, BigDecimal.ZERO);
    }

    /** Runs sessions until the end; stops when a request is not answered. */
    void send(Schedule schedule) {
        try (HttpConnection connection = new HttpConnection(options)) {
            while (schedule.hasNext()) {
                long intended = schedule.next();
                session(connection, intended);
                schedule.answered();
            }
        } catch (IOException unanswered) {
            errors++;
        }
    }

    private void session(HttpConnection connection, long intended) throws IOException {
        long number = sessions++;
        int wallet = (int) ((number * options.connections() + lane) % options.wallets());
        int output = EXTENDED_AT + (int) (number % SLICE);
        String hold = name + number;
        String opening =
                "{\"hold\":\"%s\",\"model\":\"%s\",\"factory\":\"%s\",\"estimate\":{\"input\":{\"uncached\":%d}},\"slice\":{\"output\":%d}}"
                        .formatted(hold, world.model(), world.site(world.home()), INPUT, SLICE);
        String path = "/v1/wallets/" + world.wallet(wallet) + "/holds";
        String headers = JSON + "Idempotency-Key: " + hold + "\r\n";
        boolean kept =
                step(connection, path, headers, opening, CREATED, "open", openNanos, intended);
        kept &=
                step(
                        connection,
                        "/v1/holds/" + hold + "/extend",
                        JSON,
                        used(1, EXTENDED_AT) + ",\"slice\":{\"output\":" + SLICE + "}}",
                        OK,
                        "open",
                        extendNanos,
                        System.nanoTime());
        kept &=
                step(
                        connection,
                        "/v1/holds/" + hold + "/commit",
                        JSON,
                        used(2, output) + ",\"final\":true}",
                        OK,
                        "committed",
                        commitNanos,
                        System.nanoTime());
        BigDecimal amount = LoadWorld.PRICE.multiply(BigDecimal.valueOf(INPUT + output));
        kept &= connection.body().contains("\"charged\":{\"amount\":\"" + wire(amount) + "\"");
        if (kept) {
            complete++;
            charged[wallet] = charged[wallet].add(amount);
        } else {
            violations++;
        }
    }

    private static String wire(BigDecimal amount) {
        return amount.setScale(12).toPlainString();
    }

    private static String used(int sequence, int output) {
        return "{\"sequence\":%d,\"used\":{\"input\":{\"uncached\":%d},\"output\":{\"text\":%d}}"
                .formatted(sequence, INPUT, output);
    }

    private boolean step(
            HttpConnection connection,
            String path,
            String headers,
            String content,
            int wanted,
            String state,
            Histogram latency,
            long intended)
            throws IOException {
        byte[] bytes = content.getBytes(StandardCharsets.US_ASCII);
        int status = connection.post(path, headers, bytes, bytes.length);
        lastAnswerNanos = System.nanoTime();
        latency.recordValue(Math.clamp(lastAnswerNanos - intended, 0, SLOWEST_NANOS));
        return status == wanted && connection.body().contains("\"state\":\"" + state + "\"");
    }

    /** Sessions that went as they should. */
    long complete() {
        return complete;
    }

    /** Sessions with an answer that is not what the protocol demands. */
    long violations() {
        return violations;
    }

    /** Sessions broken off because there was no answer. */
    long errors() {
        return errors;
    }

    long lastAnswerNanos() {
        return lastAnswerNanos;
    }

    /** What complete sessions were charged to a wallet. */
    BigDecimal charged(int wallet) {
        return charged[wallet];
    }

    void addTo(HoldSteps steps) {
        steps.open().add(openNanos);
        steps.extend().add(extendNanos);
        steps.commit().add(commitNanos);
    }
}
