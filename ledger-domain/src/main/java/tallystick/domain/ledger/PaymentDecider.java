package tallystick.domain.ledger;

import static tallystick.domain.ledger.ClosingDecider.step;
import static tallystick.domain.ledger.ClosingDecider.wrongState;
import static tallystick.domain.ledger.FieldCheck.invalid;
import static tallystick.domain.ledger.FieldCheck.text;
import static tallystick.domain.ledger.LedgerDecider.accepted;
import static tallystick.domain.ledger.LedgerDecider.refused;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tallystick.domain.ClosingCommand;
import tallystick.domain.ClosingEvent.LegConfirmed;
import tallystick.domain.ClosingEvent.PayInCalled;
import tallystick.domain.ClosingEvent.PayInReceived;
import tallystick.domain.ClosingEvent.PaymentUnmatched;
import tallystick.domain.ClosingEvent.WindowFinalised;
import tallystick.domain.ClosingEvent.WindowInstructed;
import tallystick.domain.ClosingEvent.WindowSettled;
import tallystick.domain.Decision;
import tallystick.domain.Decision.Accepted;
import tallystick.domain.Decision.Refused;
import tallystick.domain.LedgerEvent;
import tallystick.domain.RefusalCode;
import tallystick.domain.settlement.FinalityCertificate;
import tallystick.domain.settlement.PayInCall;
import tallystick.domain.settlement.SettlementLeg;
import tallystick.domain.settlement.TwoPersonAct;
import tallystick.domain.settlement.WindowState;

/** Decides the money of a window: calls, pay-ins, instructions, confirmations, finality. */
final class PaymentDecider {

    private static final Set<WindowState> FUNDING = Set.of(WindowState.FUNDING);
    private static final Set<WindowState> PAID_IN =
            Set.of(WindowState.FUNDING, WindowState.DEFAULT_MANAGEMENT);
    private static final Set<WindowState> CONFIRMED =
            Set.of(
                    WindowState.INSTRUCTED,
                    WindowState.SETTLING,
                    WindowState.SETTLED,
                    WindowState.FINAL);

    private PaymentDecider() {}

    static Decision fund(ClosingCommand.FundWindow c, LedgerState state, long nowEpochNanos) {
        if (c.dueByEpochNanos() <= nowEpochNanos) {
            return invalid("due_by", "must be in the future");
        }
        return step(
                c.window(),
                Set.of(WindowState.APPROVED),
                state,
                (w, closing) -> {
                    Refused refused = changed(w, closing, state);
                    return refused != null
                            ? refused
                            : accepted(
                                    w.name,
                                    new PayInCalled(w.name, c.dueByEpochNanos(), calls(closing)));
                });
    }

    private static List<PayInCall> calls(Closing closing) {
        return closing.positions.stream()
                .filter(position -> position.minor() < 0)
                .map(p -> new PayInCall(p.asset(), p.operator(), Math.negateExact(p.minor())))
                .toList();
    }

    /** What was approved must still be what is paid. */
    private static @Nullable Refused changed(Window window, Closing closing, LedgerState state) {
        return ClosingDecider.otherHash(
                closing.approvedHash, ClosingDecider.hash(window, closing, state));
    }

    static Decision payIn(ClosingCommand.RecordPayIn c, LedgerState state) {
        long minor = MinorAmount.positive(c.amount(), c.asset());
        Refused refused = payment(minor, c.entry());
        if (refused != null) {
            return refused;
        }
        String said = String.join("|", c.window(), "pay-in", c.operator(), c.asset(), "" + minor);
        return once(
                c.entry(),
                said,
                state,
                () ->
                        step(
                                c.window(),
                                PAID_IN,
                                state,
                                (w, closing) ->
                                        closing.due.containsKey(
                                                        Closing.place(c.asset(), c.operator()))
                                                ? accepted(
                                                        w.name,
                                                        new PayInReceived(
                                                                w.name,
                                                                c.operator(),
                                                                c.asset(),
                                                                minor,
                                                                c.entry()))
                                                : refused(
                                                        RefusalCode.NOT_FOUND,
                                                        "operator",
                                                        "is not called to pay in that asset")));
    }

    static Decision proposeInstruction(
            ClosingCommand.ProposeInstruction c, String actor, LedgerState state) {
        return funded(
                c.window(),
                state,
                (w, closing) ->
                        closing.proposals.containsKey(TwoPersonAct.INSTRUCT)
                                ? wrongState("that is proposed already")
                                : ClosingDecider.propose(
                                        w,
                                        TwoPersonAct.INSTRUCT,
                                        actor,
                                        Long.toString(c.valueDateEpochDay()),
                                        state));
    }

    static Decision instruct(ClosingCommand.InstructWindow c, String actor, LedgerState state) {
        return funded(
                c.window(),
                state,
                (w, closing) -> {
                    Refused refused =
                            ClosingDecider.second(closing, TwoPersonAct.INSTRUCT, actor, state);
                    if (refused != null) {
                        return refused;
                    }
                    Closing.Proposal first = ClosingDecider.first(closing, TwoPersonAct.INSTRUCT);
                    List<SettlementLeg> legs = SettlementLeg.of(w.name, closing.positions);
                    List<LedgerEvent> events = new ArrayList<>();
                    events.add(
                            new WindowInstructed(
                                    w.name,
                                    Long.parseLong(first.subject()),
                                    first.actor(),
                                    actor,
                                    legs));
                    if (legs.isEmpty()) {
                        events.add(new WindowSettled(w.name));
                    }
                    return new Accepted(events, w.name);
                });
    }

    /** A window that is funding, with everything paid in and nothing changed since approval. */
    private static Decision funded(
            String window,
            LedgerState state,
            java.util.function.BiFunction<Window, Closing, Decision> next) {
        return step(
                window,
                FUNDING,
                state,
                (w, closing) -> {
                    Refused refused = changed(w, closing, state);
                    String place = closing.firstShort();
                    if (refused == null && place != null) {
                        refused =
                                refused(
                                        RefusalCode.UNDERFUNDED,
                                        "window",
                                        "waits for the pay-in of " + place);
                    }
                    return refused != null ? refused : next.apply(w, closing);
                });
    }

    static Decision confirm(ClosingCommand.ConfirmPayment c, LedgerState state) {
        long minor = MinorAmount.positive(c.amount(), c.asset());
        Refused refused = FieldCheck.first(payment(minor, c.entry()), text("uetr", c.uetr()));
        if (refused != null) {
            return refused;
        }
        String said = String.join("|", c.window(), c.uetr(), c.asset(), "" + minor);
        return once(
                c.entry(),
                said,
                state,
                () ->
                        step(
                                c.window(),
                                CONFIRMED,
                                state,
                                (w, closing) -> match(c, minor, w, closing)));
    }

    private static Decision match(
            ClosingCommand.ConfirmPayment c, long minor, Window window, Closing closing) {
        SettlementLeg leg = closing.leg(c.uetr());
        if (leg == null || !leg.asset().equals(c.asset())) {
            return accepted(
                    window.name, unmatched(c, minor, leg == null ? "unknown-uetr" : "other-asset"));
        }
        long counts = Math.min(minor, closing.left(leg));
        List<LedgerEvent> events = new ArrayList<>();
        if (counts > 0) {
            events.add(new LegConfirmed(window.name, leg.uetr(), counts, c.entry()));
        }
        if (counts < minor) {
            events.add(unmatched(c, minor - counts, "excess"));
        }
        Function<SettlementLeg, Long> left =
                one -> closing.left(one) - (one.equals(leg) ? counts : 0);
        boolean isWhole = closing.legs.stream().allMatch(one -> left.apply(one) == 0);
        if (counts > 0 && isWhole) {
            events.add(new WindowSettled(window.name));
        }
        return new Accepted(events, window.name);
    }

    private static PaymentUnmatched unmatched(
            ClosingCommand.ConfirmPayment c, long minor, String reason) {
        return new PaymentUnmatched(c.window(), c.uetr(), c.asset(), minor, c.entry(), reason);
    }

    static Decision finalise(ClosingCommand.FinaliseWindow c, LedgerState state) {
        return step(
                c.window(),
                Set.of(WindowState.SETTLED),
                state,
                (w, closing) ->
                        accepted(
                                w.name,
                                new WindowFinalised(
                                        w.name,
                                        FinalityCertificate.of(
                                                        w.name,
                                                        closing.approvedHash,
                                                        closing.valueDateEpochDay,
                                                        closing.legs)
                                                .toHex())));
    }

    private static @Nullable Refused payment(long minor, String entry) {
        return FieldCheck.first(
                minor == MinorAmount.NONE
                        ? invalid("amount", MinorAmount.RULE + " and more than 0")
                        : null,
                text("entry", entry));
    }

    /** An entry that was taken before changes nothing when it says the same again. */
    static Decision once(
            String entry,
            String said,
            LedgerState state,
            java.util.function.Supplier<Decision> first) {
        String before = state.closings.entry(entry);
        if (before == null) {
            return first.get();
        }
        return before.equals(said)
                ? new Accepted(List.of(), "")
                : refused(
                        RefusalCode.EVENT_CONFLICT,
                        "entry",
                        "the bank's entry was taken before, with other contents");
    }
}
