package tallystick.loadgen.binary;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;
import tallystick.engine.client.BatchOutcome;
import tallystick.engine.client.IngestClient;
import tallystick.engine.client.IngestClientOptions;
import tallystick.engine.client.IngestWindowFullException;
import tallystick.loadgen.world.LoadTraffic;

/** One connection's part of a run: sends on schedule, keeps what was said, asks again. */
final class BinaryLane {

    private static final long SLOWEST_NANOS = TimeUnit.MINUTES.toNanos(10);
    private static final long SEND_TIMEOUT_MILLIS = 600_000;
    private static final int WINDOW = 16;

    private final IngestClientOptions options;
    private final LoadTraffic traffic;
    private final int batch;
    private final List<SentBatch> sent = new ArrayList<>();
    private final List<UsageRecord> records = new ArrayList<>();

    // Written by the client's reading thread; read here once the client is closed.
    private final Histogram latencyNanos = new Histogram(SLOWEST_NANOS, 3);
    private long accepted;
    private long refused;
    private long errors;
    private long lastAnswerNanos;

    BinaryLane(String host, int port, LoadTraffic traffic, int batch) {
        options = IngestClientOptions.of(host, port).withWindow(WINDOW, SEND_TIMEOUT_MILLIS);
        this.traffic = traffic;
        this.batch = batch;
        for (int i = 0; i < batch; i++) {
            records.add(new UsageRecord());
        }
    }

    // ---- sending
    // ---------------------------------------------------------------------------------

    /**
     * Sends until the end, and returns when all is answered.
     *
     * @param startNanos when the first batch is due, by {@link System#nanoTime}
     * @param intervalNanos until the next one is due; 0: whenever the window has room
     */
    void send(long startNanos, long endNanos, long intervalNanos)
            throws InterruptedException, IngestWindowFullException {
        lastAnswerNanos = startNanos;
        long due = startNanos;
        try (IngestClient client = IngestClient.of(options)) {
            while (due - endNanos < 0) {
                awaitNanos(due);
                long intended = intervalNanos == 0 ? System.nanoTime() : due;
                sendOne(client, intended);
                due = intervalNanos == 0 ? System.nanoTime() : due + intervalNanos;
            }
        }
    }

    private static void awaitNanos(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private void sendOne(IngestClient client, long intended)
            throws InterruptedException, IngestWindowFullException {
        SentBatch now = new SentBatch((long) sent.size() * batch, batch);
        fill(now.firstNumber);
        sent.add(now);
        CompletableFuture<?> _ =
                client.send(records)
                        .handle(
                                (outcome, failure) -> {
                                    answered(now, intended, outcome);
                                    return failure;
                                });
    }

    private void fill(long firstNumber) {
        for (int i = 0; i < batch; i++) {
            traffic.fill(records.get(i), firstNumber + i);
        }
    }

    private void answered(SentBatch batchSent, long intended, @Nullable BatchOutcome outcome) {
        long now = System.nanoTime();
        int size = batchSent.positions.length;
        if (outcome == null) {
            errors += size;
            return;
        }
        lastAnswerNanos = now;
        latencyNanos.recordValueWithCount(
                Math.min(SLOWEST_NANOS, Math.max(0, now - intended)), size);
        int taken = batchSent.keep(outcome);
        accepted += taken;
        refused += size - taken;
    }

    long accepted() {
        return accepted;
    }

    /** Suspended, rejected or in conflict: none of this traffic should be. */
    long refused() {
        return refused;
    }

    /** Not answered before the client gave up. */
    long errors() {
        return errors;
    }

    long requests() {
        return sent.size();
    }

    long lastAnswerNanos() {
        return lastAnswerNanos;
    }

    void addLatencyTo(Histogram all) {
        all.add(latencyNanos);
    }

    List<SentBatch> sent() {
        return sent;
    }

    // ---- asking again
    // ----------------------------------------------------------------------------

    /**
     * What is wrong with records that were acknowledged.
     *
     * @param lost not in the ledger as they were sent
     * @param elsewhere in the ledger, but at another position than was said
     */
    record Verification(long lost, long elsewhere) {}

    /** Sends everything acknowledged again: each must be a duplicate at the same position. */
    Verification verify() throws InterruptedException, IngestWindowFullException {
        return verify(sent);
    }

    /**
     * The control: ids that were never sent, held to the same. All of them must be missed.
     *
     * @return whether they were
     */
    boolean isMissed(long firstNumber) throws InterruptedException, IngestWindowFullException {
        SentBatch never = new SentBatch(firstNumber, batch);
        java.util.Arrays.fill(never.positions, 0);
        return verify(List.of(never)).lost() == batch;
    }

    private Verification verify(List<SentBatch> batches)
            throws InterruptedException, IngestWindowFullException {
        long[] wrong = new long[2];
        try (IngestClient client = IngestClient.of(options)) {
            for (SentBatch each : batches) {
                fill(each.firstNumber);
                CompletableFuture<?> _ =
                        client.send(records)
                                .handle(
                                        (outcome, failure) -> {
                                            compare(each, outcome, wrong);
                                            return failure;
                                        });
            }
        }
        return new Verification(wrong[0], wrong[1]);
    }

    private static void compare(SentBatch sent, @Nullable BatchOutcome outcome, long[] wrong) {
        for (int i = 0; i < sent.positions.length; i++) {
            if (sent.positions[i] == SentBatch.NOWHERE) {
                continue;
            }
            if (outcome == null || outcome.status(i) != UsageStatus.DUPLICATE) {
                wrong[0]++;
            } else if (outcome.position(i) != sent.positions[i]) {
                wrong[1]++;
            }
        }
    }
}
