package tallystick.domain.ledger;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tallystick.domain.Decision;
import tallystick.domain.Decision.Accepted;
import tallystick.domain.GrantTerms;
import tallystick.domain.GrantTerms.Rollover;
import tallystick.domain.LedgerEvent;
import tallystick.domain.LedgerEvent.Holds.HoldExpired;
import tallystick.domain.LedgerEvent.UsageRecorded;
import tallystick.domain.LedgerEvent.Wallets.GrantExpired;
import tallystick.domain.LedgerEvent.Wallets.GrantExpiring;
import tallystick.domain.money.Pico;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageRecord;

/**
 * Decides what is due: the earliest stored deadline first, of equal ones holds before grants, so
 * that what a hold gives back can still lapse with its grant, settlement and the steps of windows
 * last. That a grant is about to expire is said when nothing else is due: then it has not expired.
 */
final class DeadlineDecider {

    private static final int BASIS_POINTS = 10_000;

    private DeadlineDecider() {}

    static Decision pass(LedgerState state, long nowEpochNanos) {
        if (!state.capAlerts.pending().isEmpty()) {
            return new Accepted(List.copyOf(state.capAlerts.pending()), "");
        }
        long hold = state.holds.nextDeadline();
        long grant = state.wallets.deadlines().next();
        long closing =
                Math.min(
                        state.defaults.nextDeadline(),
                        Math.min(state.closings.nextDeadline(), state.disputes.nextDeadline()));
        long step = state.schedules.nextDeadline();
        if (Math.min(Math.min(hold, grant), Math.min(closing, step)) > nowEpochNanos) {
            return state.wallets.notices().next() > nowEpochNanos
                    ? new Accepted(List.of(), "")
                    : tell(state.wallets.notices().nextGrant(), state);
        }
        if (step < Math.min(Math.min(hold, grant), closing)) {
            return ScheduleDecider.pass(state, nowEpochNanos);
        }
        if (closing < Math.min(hold, grant)) {
            return ClosingDecider.pass(state, nowEpochNanos);
        }
        return hold <= grant
                ? expire(state.holds.next(), state, nowEpochNanos)
                : expire(state.wallets.deadlines().nextGrant(), state);
    }

    private static Decision expire(Hold hold, LedgerState state, long nowEpochNanos) {
        long[] after =
                switch (hold.terms.onExpiry()) {
                    case COMMIT_REPORTED -> reported(hold);
                    case RELEASE -> hold.charged.clone();
                    case COMMIT_FULL -> granted(hold);
                };
        UsageRecord usage = charge(hold, after, state, nowEpochNanos);
        List<LedgerEvent> events = new ArrayList<>();
        if (usage != null) {
            events.add(new UsageRecorded(List.of(usage)));
        }
        events.add(new HoldExpired(hold.terms.hold()));
        return new Accepted(events, hold.terms.hold());
    }

    /** What cannot be posted is not charged: a deadline passes whatever the balances are. */
    private static @Nullable UsageRecord charge(
            Hold hold, long[] after, LedgerState state, long nowEpochNanos) {
        try {
            return HoldUsageDecider.charge(
                    hold, after, "expiry", hold.validUntilEpochNanos, state, nowEpochNanos);
        } catch (ArithmeticException _) {
            return null;
        }
    }

    private static long[] reported(Hold hold) {
        long[] after = new long[TokenClass.COUNT];
        for (int i = 0; i < TokenClass.COUNT; i++) {
            after[i] = Math.max(hold.used[i], Math.max(hold.committed[i], hold.recorded[i]));
        }
        return after;
    }

    private static long[] granted(Hold hold) {
        long[] after = reported(hold);
        for (int i = 0; i <= TokenClass.INPUT_IMAGE.ordinal(); i++) {
            after[i] = Math.max(after[i], hold.terms.inputTokens().get(i));
        }
        after[hold.sliceClass(hold.retail)] += hold.outstandingOutput();
        return after;
    }

    private static Decision tell(int grant, LedgerState state) {
        GrantTerms terms = state.wallets.grantTerms(grant);
        Pico left = state.wallets.free().get(grant);
        return new Accepted(
                List.of(new GrantExpiring(terms.grant(), left, terms.expiresAtEpochNanos())),
                terms.grant());
    }

    private static Decision expire(int grant, LedgerState state) {
        GrantTerms terms = state.wallets.grantTerms(grant);
        Pico left = state.wallets.free().get(grant);
        Rollover rollover = terms.rollover();
        Pico carried = rollover == null ? Pico.ZERO : share(left, rollover.shareBasisPoints());
        GrantExpired event =
                rollover == null || carried.isZero() || isTaken(terms, state)
                        ? new GrantExpired(terms.grant(), left, Pico.ZERO, null)
                        : new GrantExpired(
                                terms.grant(),
                                left.minus(carried),
                                carried,
                                successor(terms, rollover, carried));
        return new Accepted(List.of(event), terms.grant());
    }

    /** What holds give back after the rollover, or a name that somebody took, lapses. */
    private static boolean isTaken(GrantTerms terms, LedgerState state) {
        return state.names.grants.contains(successorName(terms)) || state.names.grants.isFull();
    }

    private static String successorName(GrantTerms terms) {
        return terms.grant() + "+1";
    }

    private static Pico share(Pico amount, int basisPoints) {
        return Pico.of(
                amount.toBigInteger()
                        .multiply(BigInteger.valueOf(basisPoints))
                        .divide(BigInteger.valueOf(BASIS_POINTS)));
    }

    private static GrantTerms successor(GrantTerms terms, Rollover rollover, Pico carried) {
        long expiresAt =
                terms.expiresAtEpochNanos() > GrantTerms.NEVER - rollover.periodNanos()
                        ? GrantTerms.NEVER
                        : terms.expiresAtEpochNanos() + rollover.periodNanos();
        return new GrantTerms(
                successorName(terms),
                terms.wallet(),
                carried,
                terms.asset(),
                terms.kind(),
                terms.priority(),
                terms.expiresAtEpochNanos(),
                expiresAt,
                terms.appliesTo(),
                rollover.times() == 1
                        ? null
                        : new Rollover(
                                rollover.shareBasisPoints(),
                                rollover.periodNanos(),
                                rollover.times() - 1));
    }
}
