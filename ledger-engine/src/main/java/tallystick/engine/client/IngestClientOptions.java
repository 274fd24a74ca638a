package tallystick.engine.client;

import org.jspecify.annotations.Nullable;

/**
 * How a client sends.
 *
 * @param host of the server
 * @param port of its binary ingest, 1 … 65535
 * @param batchRecords most records of a batch that the client gathers by itself, 1 … 10,000
 * @param windowBatches batches that are not answered yet, 1 … 1024; then the caller waits. The
 *     server may take fewer at a time: the others wait here
 * @param sendTimeoutMillis how long a caller waits for the window, 0 for not at all
 * @param firstBackoffMillis pause before the first attempt to connect again, 1 or more; doubles up
 *     to {@code lastBackoffMillis}
 * @param lastBackoffMillis longest pause
 * @param giveUpMillis how long a batch is kept and sent again before its future fails, 1 or more
 * @param credential an API key or access token, null where nobody is asked
 */
public record IngestClientOptions(
        String host,
        int port,
        int batchRecords,
        int windowBatches,
        long sendTimeoutMillis,
        long firstBackoffMillis,
        long lastBackoffMillis,
        long giveUpMillis,
        @Nullable String credential) {

    private static final int MOST_RECORDS = 10_000;
    private static final int MOST_BATCHES = 1024;

    public IngestClientOptions {
        require(port >= 1 && port <= 0xFFFF, "port must be 1 … 65535");
        require(
                batchRecords >= 1 && batchRecords <= MOST_RECORDS,
                "batchRecords must be 1 … " + MOST_RECORDS);
        require(
                windowBatches >= 1 && windowBatches <= MOST_BATCHES,
                "windowBatches must be 1 … " + MOST_BATCHES);
        require(sendTimeoutMillis >= 0, "sendTimeoutMillis must be 0 or more");
        require(
                firstBackoffMillis >= 1 && lastBackoffMillis >= firstBackoffMillis,
                "backoff must be 1 ms or more, and grow");
        require(giveUpMillis >= 1, "giveUpMillis must be 1 or more");
    }

    private static void require(boolean kept, String rule) {
        if (!kept) {
            throw new IllegalArgumentException(rule);
        }
    }

    /** Defaults: 1,024 records, 16 batches, 30 s for a place, 50 ms … 2 s pauses, 10 minutes. */
    public static IngestClientOptions of(String host, int port) {
        return new IngestClientOptions(host, port, 1024, 16, 30_000, 50, 2_000, 600_000, null);
    }

    /** The same with another window. */
    public IngestClientOptions withWindow(int batches, long timeoutMillis) {
        return new IngestClientOptions(
                host,
                port,
                batchRecords,
                batches,
                timeoutMillis,
                firstBackoffMillis,
                lastBackoffMillis,
                giveUpMillis,
                credential);
    }

    /** The same with other batches. */
    public IngestClientOptions withBatch(int records) {
        return new IngestClientOptions(
                host,
                port,
                records,
                windowBatches,
                sendTimeoutMillis,
                firstBackoffMillis,
                lastBackoffMillis,
                giveUpMillis,
                credential);
    }

    /** The same with another patience, milliseconds. */
    public IngestClientOptions withPatience(long firstBackoff, long lastBackoff, long giveUp) {
        return new IngestClientOptions(
                host,
                port,
                batchRecords,
                windowBatches,
                sendTimeoutMillis,
                firstBackoff,
                lastBackoff,
                giveUp,
                credential);
    }

    /** The same with a credential, null for none. */
    public IngestClientOptions withCredential(@Nullable String other) {
        return new IngestClientOptions(
                host,
                port,
                batchRecords,
                windowBatches,
                sendTimeoutMillis,
                firstBackoffMillis,
                lastBackoffMillis,
                giveUpMillis,
                other);
    }

    /** Without the credential. */
    @Override
    public String toString() {
        return "IngestClientOptions[" + host + ":" + port + "]";
    }
}
