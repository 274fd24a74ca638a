package tallystick.app.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Sends usage in batches, a few at a time, and holds every answer against what was expected of that
 * very item. One thread offers; answers are taken in on others.
 */
final class UsageFeed implements AutoCloseable {

    /** Events a call. */
    static final int BATCH = 1000;

    private static final int IN_FLIGHT = 4;

    /** How many recorded lines are kept to be sent again. */
    private static final int KEPT = 1000;

    /** How many lines of an answered batch are kept to be sent again. */
    private static final int KEPT_PER_BATCH = 16;

    private final ApiGateway api;
    private final Progress progress;
    private final UsageOutcomes outcomes = new UsageOutcomes();
    private final ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore permits = new Semaphore(IN_FLIGHT);
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private final Queue<String> answered = new ArrayBlockingQueue<>(KEPT);
    private List<UsageItem> batch = new ArrayList<>(BATCH);

    UsageFeed(ApiGateway api, Progress progress) {
        this.api = api;
        this.progress = progress;
    }

    /**
     * Takes one event; sends when a batch is full, and waits when enough are under way.
     *
     * @throws IOException when an earlier batch failed
     */
    void offer(UsageItem item) throws IOException, InterruptedException {
        batch.add(item);
        if (batch.size() == BATCH) {
            flush();
        }
    }

    /** A line that is certainly recorded by now, null when there is none yet. */
    @Nullable String pollRecorded() {
        return answered.poll();
    }

    /** Sends what is left and waits until everything is answered. */
    UsageOutcomes drain() throws IOException, InterruptedException {
        flush();
        permits.acquire(IN_FLIGHT);
        permits.release(IN_FLIGHT);
        rethrow();
        return outcomes;
    }

    @Override
    public void close() {
        senders.shutdownNow();
    }

    private void flush() throws IOException, InterruptedException {
        rethrow();
        if (batch.isEmpty()) {
            return;
        }
        List<UsageItem> full = batch;
        batch = new ArrayList<>(BATCH);
        permits.acquire();
        senders.execute(() -> send(full));
    }

    private void send(List<UsageItem> items) {
        try {
            StringBuilder body = new StringBuilder(items.size() * 640);
            for (UsageItem item : items) {
                body.append(body.isEmpty() ? '[' : ',').append(item.json());
            }
            outcomes.add(items, api.postUsage(body.append(']').toString()));
            keep(items);
            progress.advance(items.size());
        } catch (IOException | RuntimeException failed) {
            failure.compareAndSet(null, failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            failure.compareAndSet(null, stopped);
        } finally {
            permits.release();
        }
    }

    private void keep(List<UsageItem> items) {
        int kept = 0;
        for (UsageItem item : items) {
            if (item.expected() == UsageItem.Expected.ACCEPTED && kept < KEPT_PER_BATCH) {
                answered.offer(item.json());
                kept++;
            }
        }
    }

    private void rethrow() throws IOException {
        Exception failed = failure.get();
        if (failed instanceof IOException refused) {
            throw refused;
        }
        if (failed != null) {
            throw new IOException("a batch of usage could not be sent", failed);
        }
    }
}
