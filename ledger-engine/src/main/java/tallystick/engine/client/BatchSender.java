package tallystick.engine.client;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.ExpandableArrayBuffer;
import org.jspecify.annotations.Nullable;
import tallystick.domain.usage.UsageRecord;
import tallystick.engine.client.AnswerReader.Answer;
import tallystick.engine.ingest.wire.FarewellReason;
import tallystick.engine.ingest.wire.FrameException;

/** The client's sending thread: connects, sends, and after a connection ended sends again. */
final class BatchSender implements Runnable {

    private static final int MOST_FRAME_BYTES = 4 * 1024 * 1024;
    private static final int MOST_RECORDS = 10_000;
    private static final int KEPT_FRAME_BYTES = 512 * 1024;
    private static final int TICK_MILLIS = 100;

    private final IngestClientOptions options;
    private final PendingBatches pending;
    private final RecordBatchWriter encoder = new RecordBatchWriter();
    private final ConcurrentLinkedQueue<ExpandableArrayBuffer> frames =
            new ConcurrentLinkedQueue<>();

    private volatile boolean aborted;
    private final AtomicInteger connects = new AtomicInteger();
    private volatile @Nullable ServerConnection current;
    private long backoffMillis;

    BatchSender(IngestClientOptions options, PendingBatches pending) {
        this.options = options;
        this.pending = pending;
        backoffMillis = options.firstBackoffMillis();
    }

    int connects() {
        return connects.get();
    }

    void abort() {
        aborted = true;
        ServerConnection connection = current;
        if (connection != null) {
            connection.close();
        }
    }

    // ---- encoding
    // --------------------------------------------------------------------------------

    /**
     * Writes the batch's frame.
     *
     * @throws IllegalArgumentException when the records do not fit one
     */
    synchronized void encode(PendingBatch batch, List<UsageRecord> records) {
        if (records.size() > MOST_RECORDS) {
            throw new IllegalArgumentException(
                    "a batch takes at most " + MOST_RECORDS + " records");
        }
        ExpandableArrayBuffer frame = frames.poll();
        if (frame == null) {
            frame = new ExpandableArrayBuffer(64 * 1024);
        }
        batch.frameLength = encoder.write(batch.number, batch.flags, records, frame);
        batch.size = records.size();
        if (batch.frameLength > MOST_FRAME_BYTES) {
            throw new IllegalArgumentException(
                    "a frame takes at most " + MOST_FRAME_BYTES + " bytes; split the batch");
        }
        batch.frame = frame;
        ExpandableArrayBuffer own = frame;
        CompletableFuture<BatchOutcome> _ = batch.answer.whenComplete((_, _) -> keep(own));
    }

    private void keep(ExpandableArrayBuffer frame) {
        if (frame.capacity() <= KEPT_FRAME_BYTES && frames.size() < options.windowBatches()) {
            frames.add(frame);
        }
    }

    // ---- sending
    // ---------------------------------------------------------------------------------

    @Override
    public void run() {
        RuntimeException why = new IngestUnansweredException("the client was closed");
        try {
            while (pending.awaitWork() && !aborted) {
                connectAndSend();
            }
        } catch (IngestRefusedException fatal) {
            why = fatal;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException defect) {
            why = defect;
        } finally {
            pending.end(why);
            RuntimeException told = why;
            pending.removeAll().forEach(batch -> batch.failed(told));
        }
    }

    private void connectAndSend() throws InterruptedException {
        try {
            ServerConnection connection =
                    new ServerConnection(
                            options.host(), options.port(), options.credential(), pending);
            connects.incrementAndGet();
            use(connection);
            judge(connection);
        } catch (FrameException refused) {
            if (!refused.reason().isRetriable()) {
                throw new IngestRefusedException(
                        refused.reason(), String.valueOf(refused.getMessage()));
            }
            pause();
        } catch (IOException unreachable) {
            pause();
        }
    }

    private void use(ServerConnection connection) throws InterruptedException {
        current = connection;
        pending.connected();
        Thread reader =
                Thread.ofPlatform().name("ingest-receive").daemon().start(connection::readAnswers);
        try {
            sendUntilBroken(connection);
        } finally {
            current = null;
            connection.close();
            reader.join();
            pending.takeBack();
        }
    }

    private void sendUntilBroken(ServerConnection connection) throws InterruptedException {
        try {
            while (!aborted && !pending.isBroken() && !pending.isOver()) {
                PendingBatch batch = pending.poll(connection.window(), TICK_MILLIS);
                if (batch != null && isEncoded(batch)) {
                    connection.write(batch);
                }
                giveUpOnOldOnes();
            }
        } catch (IOException broken) {
            // The server may have said why: its last word is still read.
            awaitBroken();
        }
    }

    private void awaitBroken() throws InterruptedException {
        for (int i = 0; i < 10 && !pending.isBroken(); i++) {
            Thread.sleep(TICK_MILLIS / 2);
        }
    }

    /** Encodes a gathered batch; one record that cannot be does not take the others with it. */
    private boolean isEncoded(PendingBatch batch) {
        if (batch.frame != null) {
            return true;
        }
        try {
            encode(batch, batch.gathered);
            batch.gathered.clear();
            return true;
        } catch (IllegalArgumentException unfit) {
            PendingBatch _ = pending.answered(batch.number);
            sendOneByOne(batch, unfit);
            return false;
        }
    }

    private void sendOneByOne(PendingBatch batch, IllegalArgumentException unfit) {
        batch.answer.completeExceptionally(unfit);
        for (int i = 0; i < batch.gathered.size(); i++) {
            PendingBatch alone = pending.createAlone(batch.flags, batch.bornNanos);
            alone.each.add(batch.each.get(i));
            try {
                encode(alone, List.of(batch.gathered.get(i)));
                pending.addLate(alone);
            } catch (IllegalArgumentException culprit) {
                alone.failed(culprit);
            }
        }
    }

    /** What the server's last word means for what it was about. */
    private void judge(ServerConnection connection) throws InterruptedException {
        Answer.Farewell farewell = connection.farewell();
        if (farewell != null && !farewell.reason().isRetriable()) {
            refuse(farewell);
        } else if (farewell != null && farewell.reason() == FarewellReason.INTERNAL) {
            PendingBatch poison = pending.remove(farewell.batch());
            if (poison != null) {
                poison.failed(new IngestRefusedException(farewell.reason(), farewell.detail()));
            }
        }
        if (connection.isProved()) {
            backoffMillis = options.firstBackoffMillis();
        }
        if (!pending.isOver()) {
            pause();
        }
    }

    private void refuse(Answer.Farewell farewell) {
        IngestRefusedException why =
                new IngestRefusedException(farewell.reason(), farewell.detail());
        PendingBatch refused = pending.remove(farewell.batch());
        if (refused == null) {
            throw why;
        }
        refused.failed(why);
    }

    private void giveUpOnOldOnes() {
        long nanos = TimeUnit.MILLISECONDS.toNanos(options.giveUpMillis());
        for (PendingBatch old : pending.removeOlderThan(nanos)) {
            old.failed(
                    new IngestUnansweredException(
                            "no answer in " + options.giveUpMillis() + " ms"));
        }
    }

    /** Half of the pause is by chance, so that many clients do not come back together. */
    private void pause() throws InterruptedException {
        giveUpOnOldOnes();
        long half = Math.max(1, backoffMillis / 2);
        long millis = half + ThreadLocalRandom.current().nextLong(half + 1);
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (!aborted && until - System.nanoTime() > 0) {
            Thread.sleep(Math.min(TICK_MILLIS, millis));
            giveUpOnOldOnes();
        }
        backoffMillis = Math.min(2 * backoffMillis, options.lastBackoffMillis());
    }
}
