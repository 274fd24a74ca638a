package tallystick.engine.ingest;

import java.util.ArrayList;
import java.util.List;
import tallystick.domain.usage.UsageRecord;
import tallystick.engine.ingest.rule.UsageFaults;
import tallystick.engine.ingest.wire.Verdict;

/**
 * A batch on its way through the server. Filled by the connection's reader, decided by the ring,
 * answered by the connection's writer: one at a time.
 */
final class IngestBatch {

    /**
     * A record that never reaches the ledger.
     *
     * @param index place in the batch, from 0
     */
    record Rejection(int index, List<UsageFaults.Fault> faults) {}

    final long number;
    final boolean strict;
    final boolean minimal;

    /** Bytes it entered with. */
    final int payloadBytes;

    /** The well-formed records, in order. */
    final List<UsageRecord> records;

    /** The others, in order. */
    final List<Rejection> rejections = new ArrayList<>(0);

    Verdict verdict = Verdict.TAKEN;
    int retryAfterMillis;
    String detail = "";

    IngestBatch(long number, boolean strict, boolean minimal, int payloadBytes, int records) {
        this.number = number;
        this.strict = strict;
        this.minimal = minimal;
        this.payloadBytes = payloadBytes;
        this.records = new ArrayList<>(records);
    }

    /** Records of both sorts so far. */
    int size() {
        return records.size() + rejections.size();
    }

    IngestBatch with(Verdict other, String why) {
        verdict = other;
        detail = why;
        return this;
    }
}
