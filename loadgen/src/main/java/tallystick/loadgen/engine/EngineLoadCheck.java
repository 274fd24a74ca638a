package tallystick.loadgen.engine;

import java.io.IOException;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import tallystick.domain.ledger.LedgerState;
import tallystick.domain.ledger.TrialBalance;
import tallystick.domain.usage.UsageIdentity;
import tallystick.domain.usage.UsageRecord;
import tallystick.engine.journal.JournalException;
import tallystick.engine.journal.JournalInspection;
import tallystick.engine.journal.JournalOptions;
import tallystick.engine.journal.Journals;
import tallystick.engine.replay.LeafCursor;
import tallystick.engine.replay.Recovery;
import tallystick.engine.replay.ReplayObserver;

/**
 * Reads a journal back from disk, as if by somebody who knows only what was sent and what was
 * acknowledged. One bit of memory per record.
 */
final class EngineLoadCheck implements ReplayObserver {

    /** Every so many records the fingerprint is computed again; the other facts are always. */
    private static final int SEALED_EVERY = 16;

    private final LoadFacts facts;
    private final RecordId ids;
    private final BitSet[] seen;
    private final UsageRecord expected = new UsageRecord();
    private final UsageIdentity identity = new UsageIdentity();
    private long events;
    private long bytes;
    private long duplicated;
    private long foreign;
    private long altered;

    private EngineLoadCheck(LoadFacts facts, long seed, int producers) {
        this.facts = facts;
        ids = new RecordId(seed);
        seen = new BitSet[producers];
        for (int i = 0; i < producers; i++) {
            seen[i] = new BitSet();
        }
    }

    /**
     * Reads a journal that nobody writes.
     *
     * @param acknowledgedNumbers per producer how many of its first records were acknowledged
     * @throws IOException the files cannot be read
     */
    static LoadVerdict run(
            JournalOptions journal, LoadFacts facts, long seed, long[] acknowledgedNumbers)
            throws IOException {
        EngineLoadCheck check = new EngineLoadCheck(facts, seed, acknowledgedNumbers.length);
        JournalInspection found = Journals.inspect(journal);
        try (LeafCursor leaves = new LeafCursor(found.good(), 0)) {
            LedgerState state = Recovery.of(leaves, check).state();
            return check.verdict(state, acknowledgedNumbers, found.damage());
        }
    }

    @Override
    public void usage(LeafCursor leaf, UsageRecord usage) {
        events++;
        bytes += Integer.BYTES + leaf.length();
        if (leaf.isFirstInFrame()) {
            bytes += leaf.frameBytes() - leaf.payloadBytes();
        }
        long number = ids.numberOf(usage.id);
        int producer = (int) (number >>> LoadProducer.NUMBER_BITS);
        if (number == RecordId.FOREIGN || producer >= seen.length) {
            foreign++;
            return;
        }
        int index = (int) (number & ((1L << LoadProducer.NUMBER_BITS) - 1));
        duplicated += seen[producer].get(index) ? 1 : 0;
        seen[producer].set(index);
        altered += isAsSent(usage, number) ? 0 : 1;
    }

    private boolean isAsSent(UsageRecord usage, long number) {
        facts.fill(expected, number, usage.id);
        if (events % SEALED_EVERY == 0) {
            identity.seal(expected);
            if (expected.fingerprint != usage.fingerprint) {
                return false;
            }
        }
        return expected.wallet.equals(usage.wallet)
                && expected.model.equals(usage.model)
                && expected.source.equals(usage.source)
                && expected.servingOperator.equals(usage.servingOperator)
                && expected.endedEpochNanos == usage.endedEpochNanos
                && java.util.Arrays.equals(expected.tokens, usage.tokens);
    }

    private LoadVerdict verdict(
            LedgerState state, long[] acknowledgedNumbers, @Nullable JournalException damage) {
        long lost = 0;
        for (int i = 0; i < seen.length; i++) {
            int sent = Math.toIntExact(acknowledgedNumbers[i]);
            lost += sent - seen[i].get(0, sent).cardinality();
        }
        boolean zero =
                state.isBalanced()
                        && state.trialBalances().stream().allMatch(EngineLoadCheck::isZero);
        return new LoadVerdict(
                events,
                bytes,
                lost,
                duplicated,
                foreign,
                altered,
                zero,
                state.digest(),
                damage == null ? null : String.valueOf(damage.getMessage()));
    }

    private static boolean isZero(TrialBalance balance) {
        return balance.difference().isZero();
    }
}
