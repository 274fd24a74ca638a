package tallystick.domain.ledger;

import tallystick.domain.money.Pico;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;

/**
 * What one event changes in one wallet's balance, on the time axes of {@link WalletAsOf}.
 *
 * @param posted added to the posted balance, negative takes away
 * @param held added to what is set aside for holds
 * @param shortfall added to the debt beyond the overdraft
 * @param effectiveEpochNanos when posted and shortfall count, nanoseconds since 1970
 * @param heldEffectiveEpochNanos when held counts, nanoseconds since 1970
 */
public record WalletMove(
        Pico posted,
        Pico held,
        Pico shortfall,
        long effectiveEpochNanos,
        long heldEffectiveEpochNanos) {

    /** An event that names the wallet and moves nothing. */
    public static WalletMove none(long recordedEpochNanos) {
        return new WalletMove(
                Pico.ZERO, Pico.ZERO, Pico.ZERO, recordedEpochNanos, recordedEpochNanos);
    }

    /** What a usage record moves in the wallet that it names; nothing unless it was accepted. */
    public static WalletMove ofUsage(UsageRecord usage) {
        if (usage.status != UsageStatus.ACCEPTED) {
            return none(usage.recordedEpochNanos);
        }
        return new WalletMove(
                usage.shortfall().minus(usage.retail()),
                usage.hold == null ? Pico.ZERO : usage.setAside().negate(),
                usage.shortfall(),
                usage.refersTo == UsageRecord.NO_REF
                        ? usage.endedEpochNanos
                        : usage.ratedAtEpochNanos,
                usage.recordedEpochNanos);
    }

    /** Whether it changes neither posted, held nor shortfall. */
    public boolean isNothing() {
        return movesNoCredit() && held.isZero();
    }

    /** Whether it changes neither posted nor shortfall. */
    public boolean movesNoCredit() {
        return posted.isZero() && shortfall.isZero();
    }

    /** The part of it that counts at or before an effective time, as a balance. */
    public WalletAsOf.Balance asOf(long effectiveUntilEpochNanos) {
        boolean credit = effectiveEpochNanos <= effectiveUntilEpochNanos;
        boolean setAside = heldEffectiveEpochNanos <= effectiveUntilEpochNanos;
        return new WalletAsOf.Balance(
                credit ? posted : Pico.ZERO,
                setAside ? held : Pico.ZERO,
                credit ? shortfall : Pico.ZERO);
    }

    /** All of it, as a balance. */
    public WalletAsOf.Balance whole() {
        return new WalletAsOf.Balance(posted, held, shortfall);
    }

    /** Both of one event on one wallet; the times of the first that moves anything. */
    WalletMove and(WalletMove other) {
        return new WalletMove(
                posted.plus(other.posted),
                held.plus(other.held),
                shortfall.plus(other.shortfall),
                movesNoCredit() ? other.effectiveEpochNanos : effectiveEpochNanos,
                held.isZero() ? other.heldEffectiveEpochNanos : heldEffectiveEpochNanos);
    }
}
