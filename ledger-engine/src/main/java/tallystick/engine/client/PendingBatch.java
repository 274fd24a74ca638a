package tallystick.engine.client;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.agrona.ExpandableArrayBuffer;
import org.jspecify.annotations.Nullable;
import tallystick.domain.usage.UsageRecord;

/** A batch from the caller's hand to its answer. Guarded by {@link PendingBatches}. */
final class PendingBatch {

    final long number;
    final int flags;
    final long bornNanos;
    final CompletableFuture<BatchOutcome> answer = new CompletableFuture<>();

    /** Of a batch the client gathers itself: its records, until it is encoded. */
    final List<UsageRecord> gathered = new ArrayList<>(0);

    /** Of a batch the client gathers itself: told one by one. */
    final List<CompletableFuture<RecordOutcome>> each = new ArrayList<>(0);

    /** The frame; null until it is encoded. */
    @Nullable ExpandableArrayBuffer frame;

    int frameLength;

    /** How many records; of a gathered batch, so far. */
    int size;

    /** Bytes that the gathered records take at most. */
    int gatheredBytes;

    /** How often it was written to a socket. */
    int sendings;

    /** Not sent before this, by {@link System#nanoTime}. */
    long notBeforeNanos;

    PendingBatch(long number, int flags, long nowNanos) {
        this.number = number;
        this.flags = flags;
        bornNanos = nowNanos;
        notBeforeNanos = nowNanos;
    }

    /** Tells whoever waits. */
    void answered(BatchOutcome outcome) {
        answer.complete(outcome);
        for (int i = 0; i < each.size(); i++) {
            each.get(i).complete(outcome.record(i));
        }
    }

    /** Tells whoever waits. */
    void failed(RuntimeException why) {
        answer.completeExceptionally(why);
        each.forEach(one -> one.completeExceptionally(why));
    }
}
