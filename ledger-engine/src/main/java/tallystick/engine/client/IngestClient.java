package tallystick.engine.client;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tallystick.domain.usage.UsageRecord;
import tallystick.engine.ingest.wire.Wire;

/**
 * Sends usage records to a ledger. Any thread may send; batches go out in the order they came in,
 * many unanswered at a time. When the connection ends, it is made again and what was not answered
 * is sent again, and the ledger, which knows a record by its source and id, records it once.
 *
 * <p>When the window is full, callers wait, and are told when that takes too long. Futures complete
 * on the client's reading thread: what depends on them must be quick and must not send and wait.
 *
 * <p>Records need not be sealed with identity or fingerprint: the server does that.
 */
public final class IngestClient implements AutoCloseable {

    private static final int GATHERED_BYTES = 2 * 1024 * 1024;

    private final IngestClientOptions options;
    private final PendingBatches pending;
    private final BatchSender sender;
    private final Thread thread;

    private IngestClient(IngestClientOptions options) {
        this.options = options;
        pending = new PendingBatches(options.windowBatches());
        sender = new BatchSender(options, pending);
        thread = Thread.ofPlatform().name("ingest-send").daemon().unstarted(sender);
    }

    /** A client, which connects when there is something to send. */
    public static IngestClient of(IngestClientOptions options) {
        IngestClient client = new IngestClient(options);
        client.thread.start();
        return client;
    }

    /**
     * Sends a batch; once this returns, the records are the caller's again.
     *
     * @param records 0 … 10,000, whose frame is at most 4 MiB
     * @return completed once all it recorded is durable; fails with {@link IngestRefusedException}
     *     or {@link IngestUnansweredException}
     * @throws IngestWindowFullException when no batch was answered in time: nothing was taken
     * @throws IllegalArgumentException when the records do not fit a frame
     */
    public CompletableFuture<BatchOutcome> send(List<UsageRecord> records)
            throws InterruptedException, IngestWindowFullException {
        return send(records, 0);
    }

    /** The same, all or nothing: see {@link BatchOutcome#isTaken}. */
    public CompletableFuture<BatchOutcome> sendStrictly(List<UsageRecord> records)
            throws InterruptedException, IngestWindowFullException {
        return send(records, Wire.STRICT);
    }

    /** The same; the outcome leaves position and amount of accepted records out. */
    public CompletableFuture<BatchOutcome> sendForCounts(List<UsageRecord> records)
            throws InterruptedException, IngestWindowFullException {
        return send(records, Wire.MINIMAL);
    }

    private CompletableFuture<BatchOutcome> send(List<UsageRecord> records, int flags)
            throws InterruptedException, IngestWindowFullException {
        PendingBatch batch =
                pending.locked(
                        batches -> {
                            batches.awaitRoom(options.sendTimeoutMillis());
                            // What is being gathered came first; it may exceed the window by one.
                            batches.closeOpen();
                            return batches.reserve(flags);
                        });
        try {
            sender.encode(batch, records);
        } catch (RuntimeException unfit) {
            pending.giveBackReserved();
            throw unfit;
        }
        pending.addReserved(batch);
        return batch.answer;
    }

    /**
     * Sends one record among others: what comes while the window is full or the wire is busy goes
     * out together.
     *
     * @param record the client's from now on
     * @return completed once it is durable; fails as {@link #send}, or with {@link
     *     IllegalArgumentException} when the record does not fit a frame
     * @throws IngestWindowFullException when no batch was answered in time: it was not taken
     */
    public CompletableFuture<RecordOutcome> record(UsageRecord record)
            throws InterruptedException, IngestWindowFullException {
        return pending.locked(
                batches -> {
                    PendingBatch open = batches.open();
                    int bytes = mostBytes(record);
                    boolean isFull =
                            open != null
                                    && (open.gathered.size() >= options.batchRecords()
                                            || open.gatheredBytes + bytes > GATHERED_BYTES);
                    if (open == null || isFull) {
                        batches.awaitRoom(options.sendTimeoutMillis());
                        // Others may have gathered while this one waited.
                        batches.closeOpen();
                        open = batches.create(0);
                    }
                    CompletableFuture<RecordOutcome> answer = new CompletableFuture<>();
                    open.gathered.add(record);
                    open.each.add(answer);
                    open.gatheredBytes += bytes;
                    batches.setOpen(open);
                    return answer;
                });
    }

    /** At three bytes a character, shared texts counted as if they were not. */
    private static int mostBytes(UsageRecord usage) {
        int chars = usage.id.length() + usage.requestId.length() + usage.source.length();
        chars += usage.wallet.length() + usage.model.length() + usage.tenant.length();
        chars += usage.homeOperator.length() + usage.servingOperator.length();
        chars += length(usage.modelServed) + length(usage.apiKey) + length(usage.site);
        chars += length(usage.hold) + length(usage.correctsSource) + length(usage.correctsId);
        return 256 + 3 * (chars + length(usage.attributes));
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }

    /** How many connections were made so far. */
    public int connects() {
        return sender.connects();
    }

    /** Takes nothing more, waits until all is answered or given up, and ends. */
    @Override
    public void close() {
        pending.end(new IllegalStateException("the client is closed"));
        join();
    }

    /** Takes nothing more and ends: what is not answered fails. */
    public void abort() {
        pending.end(new IllegalStateException("the client is closed"));
        sender.abort();
        join();
    }

    private void join() {
        try {
            thread.join();
        } catch (InterruptedException stopped) {
            sender.abort();
            Thread.currentThread().interrupt();
        }
    }
}
