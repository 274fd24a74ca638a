package tallystick.loadgen.binary;

import tallystick.domain.usage.UsageStatus;
import tallystick.engine.client.BatchOutcome;

/** A batch of a run: which numbers, and where the ledger said they are. */
final class SentBatch {

    /** Position of a record that was not acknowledged as accepted. */
    static final long NOWHERE = -1;

    final long firstNumber;
    final long[] positions;

    SentBatch(long firstNumber, int records) {
        this.firstNumber = firstNumber;
        positions = new long[records];
        java.util.Arrays.fill(positions, NOWHERE);
    }

    /**
     * Keeps what the ledger said; returns how many it accepted. A duplicate counts when the client
     * had sent the batch again by itself.
     */
    int keep(BatchOutcome outcome) {
        int accepted = 0;
        for (int i = 0; i < positions.length; i++) {
            UsageStatus status = outcome.status(i);
            boolean isOwn = status == UsageStatus.DUPLICATE && outcome.wasSentAgain();
            if (status == UsageStatus.ACCEPTED || isOwn) {
                positions[i] = outcome.position(i);
                accepted++;
            }
        }
        return accepted;
    }
}
