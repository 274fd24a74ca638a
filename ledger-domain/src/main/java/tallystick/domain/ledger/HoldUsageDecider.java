package tallystick.domain.ledger;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tallystick.domain.usage.SuspenseReason;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageIdentity;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;

/**
 * Decides usage that draws on a hold, told by the meter or by the hold's own messages: at the
 * prices pinned when it opened, and only what is not charged yet.
 */
final class HoldUsageDecider {

    private HoldUsageDecider() {}

    /** Settles a meter's record that names the hold; the reason why not, or NONE. */
    static SuspenseReason report(
            UsageRecord usage, Hold hold, LedgerState state, long nowEpochNanos) {
        if (usage.walletRef != hold.wallet
                || usage.modelRef != hold.model
                || usage.servingRef != hold.serving
                || usage.jurisdiction != hold.jurisdiction) {
            return SuspenseReason.PARTY_MISMATCH;
        }
        long[] after = new long[TokenClass.COUNT];
        for (int i = 0; i < TokenClass.COUNT; i++) {
            long recorded = HoldBook.recorded(hold, usage, i);
            if (recorded > TokenClass.MAX_TOKENS) {
                return SuspenseReason.AMOUNT_OVERFLOW;
            }
            after[i] = Math.max(hold.committed[i], recorded);
        }
        bill(usage, hold, after);
        return charge(usage, hold, after, state, nowEpochNanos);
    }

    /** What is to be billed so that {@code after} is billed in all. */
    private static void bill(UsageRecord usage, Hold hold, long[] after) {
        long[] billed = new long[TokenClass.COUNT];
        for (int i = 0; i < TokenClass.COUNT; i++) {
            billed[i] = after[i] - hold.charged[i];
        }
        usage.billed = billed;
        usage.ratedAtEpochNanos = hold.openedAtEpochNanos;
    }

    private static SuspenseReason charge(
            UsageRecord usage, Hold hold, long[] after, LedgerState state, long nowEpochNanos) {
        Charged charged = new Charged(after, hold.chargedRetail, hold.chargedWholesale);
        SuspenseReason unrated = rate(usage, charged, hold, state);
        if (unrated == SuspenseReason.NONE) {
            UsageDecider.charge(usage, hold, List.of(), state, nowEpochNanos);
        }
        return unrated;
    }

    /** Rates at the versions pinned when the hold opened. */
    static SuspenseReason rate(UsageRecord usage, Charged charged, Hold hold, LedgerState state) {
        SuspenseReason unrated =
                RatingDecider.rateAt(usage, charged, hold.retail, hold.wholesale, state);
        if (unrated != SuspenseReason.NONE) {
            return unrated;
        }
        AgreementBook.@Nullable Version agreement =
                state.agreements.inForce(hold.home, hold.serving, hold.openedAtEpochNanos);
        return RatingDecider.enterWindow(
                usage, state, RatingDecider.settlementModel(agreement, state));
    }

    /**
     * The record of what a hold's message or deadline charges, null when nothing is left to charge.
     *
     * @param after tokens per class to be charged in all
     * @param id what charges it, unique within the hold
     * @param endedEpochNanos when: now, or the deadline
     * @throws ArithmeticException when it cannot be posted: no window is open, or an amount would
     *     leave 128 bits
     */
    static @Nullable UsageRecord charge(
            Hold hold,
            long[] after,
            String id,
            long endedEpochNanos,
            LedgerState state,
            long nowEpochNanos) {
        UsageRecord usage = facts(hold, id, endedEpochNanos, state);
        boolean nothing = true;
        for (int i = 0; i < TokenClass.COUNT; i++) {
            usage.tokens[i] = Math.max(0, after[i] - hold.charged[i]);
            nothing &= after[i] == hold.charged[i];
        }
        if (nothing) {
            return null;
        }
        new UsageIdentity().seal(usage);
        usage.recordedEpochNanos = nowEpochNanos;
        UsageDecider.stamp(usage, state);
        bill(usage, hold, after);
        SuspenseReason unrated = charge(usage, hold, after, state, nowEpochNanos);
        if (unrated != SuspenseReason.NONE) {
            throw new ArithmeticException("hold cannot be charged: " + unrated.wireName());
        }
        usage.status = UsageStatus.ACCEPTED;
        return usage;
    }

    private static UsageRecord facts(Hold hold, String id, long ended, LedgerState state) {
        UsageRecord usage = new UsageRecord();
        usage.source = UsageRecord.HOLD_SOURCE;
        usage.id = hold.terms.hold() + "/" + id;
        usage.requestId = hold.terms.hold();
        usage.hold = hold.terms.hold();
        usage.wallet = hold.terms.wallet();
        usage.model = hold.terms.model();
        usage.homeOperator = hold.subject.operator();
        usage.servingOperator = state.names.operators.nameOf(hold.serving);
        usage.tenant = hold.subject.tenant();
        usage.apiKey = hold.terms.apiKey();
        usage.site = hold.terms.factory();
        usage.servedIn = hold.subject.jurisdiction();
        usage.endedEpochNanos = ended;
        return usage;
    }
}
