package tallystick.domain;

import java.util.List;
import tallystick.domain.settlement.AffirmedBy;
import tallystick.domain.settlement.PayInCall;
import tallystick.domain.settlement.SettlementLeg;
import tallystick.domain.settlement.TwoPersonAct;

/** What happens to a settlement window from issued statements to finality. */
public sealed interface ClosingEvent extends LedgerEvent.Settlement {

    /** The window it happens to. */
    String window();

    /**
     * @param deadlineEpochNanos when who has said nothing is deemed to have affirmed
     * @param toleranceMinor how far an operator's own total may be off, minor units
     */
    record AffirmingBegun(String window, long deadlineEpochNanos, long toleranceMinor)
            implements ClosingEvent {}

    record AffirmationProposed(String window, String statement, String operator, String actor)
            implements ClosingEvent {}

    /**
     * @param hash the operator's own
     * @param minor the operator's own total, minor units
     */
    record AggregateMismatched(
            String window, String statement, String operator, String actor, String hash, long minor)
            implements ClosingEvent {}

    /**
     * @param maker first person, or who sent the calculation; empty for a deadline
     * @param checker second person, empty where there is none
     */
    record StatementAffirmed(
            String window,
            String statement,
            String operator,
            AffirmedBy how,
            String maker,
            String checker)
            implements ClosingEvent {}

    /**
     * What is to be approved; an approval given before counts no more.
     *
     * @param hash of inputs and outputs, hex
     */
    record ApprovalAsked(String window, String hash) implements ClosingEvent {}

    /**
     * The first of two persons.
     *
     * @param subject what they agree to: the hash, the value date or the reason
     */
    record ActProposed(String window, TwoPersonAct act, String actor, String subject)
            implements ClosingEvent {}

    record WindowApproved(String window, String hash, String maker, String checker)
            implements ClosingEvent {}

    /**
     * @param calls per net debtor and asset, in canonical order
     */
    record PayInCalled(String window, long dueByEpochNanos, List<PayInCall> calls)
            implements ClosingEvent {
        public PayInCalled {
            calls = List.copyOf(calls);
        }
    }

    /**
     * @param minor minor units, more than 0
     * @param entry the bank's reference
     */
    record PayInReceived(String window, String operator, String asset, long minor, String entry)
            implements ClosingEvent {}

    /**
     * @param valueDateEpochDay when banks are to pay, days since 1970
     * @param legs every payment, in canonical order
     */
    record WindowInstructed(
            String window,
            long valueDateEpochDay,
            String maker,
            String checker,
            List<SettlementLeg> legs)
            implements ClosingEvent {
        public WindowInstructed {
            legs = List.copyOf(legs);
        }
    }

    /**
     * @param minor what counts for the leg, minor units, never more than was left of it
     * @param entry the bank's reference
     */
    record LegConfirmed(String window, String uetr, long minor, String entry)
            implements ClosingEvent {}

    /**
     * Money that belongs to no leg, or is more than was left of one: kept, never counted.
     *
     * @param uetr as the bank said it
     * @param reason {@code unknown-uetr}, {@code other-asset} or {@code excess}
     */
    record PaymentUnmatched(
            String window, String uetr, String asset, long minor, String entry, String reason)
            implements ClosingEvent {}

    record WindowSettled(String window) implements ClosingEvent {}

    /**
     * @param certificate SHA-256 over approval, legs and their confirmations, hex
     */
    record WindowFinalised(String window, String certificate) implements ClosingEvent {}

    /**
     * @param nextWindow the open window that its debts went to
     */
    record WindowAborted(
            String window, String nextWindow, String reason, String maker, String checker)
            implements ClosingEvent {}
}
