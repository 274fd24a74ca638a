package tallystick.domain.ledger;

import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.domain.ClosingEvent;
import tallystick.domain.LedgerEvent.Settlement.WindowNetted;
import tallystick.domain.money.Assets;
import tallystick.domain.money.Pico;
import tallystick.domain.settlement.NetPosition;
import tallystick.domain.settlement.Rounding;
import tallystick.domain.settlement.SettlementLeg;
import tallystick.domain.settlement.Statement;
import tallystick.domain.settlement.TwoPersonAct;
import tallystick.domain.settlement.WindowState;

/** What the closing of a window does to it, to settlement control and to what is owed. */
final class EvolveClosing {

    private final LedgerState state;
    private final EvolveDefault defaults;

    EvolveClosing(LedgerState state, EvolveDefault defaults) {
        this.state = state;
        this.defaults = defaults;
    }

    void apply(ClosingEvent event) {
        Window window =
                Objects.requireNonNull(
                        state.windows.find(event.window()),
                        () -> "event of an unknown window " + event.window());
        Closing closing = state.closings.of(window.name);
        switch (event) {
            case ClosingEvent.AffirmingBegun e -> {
                window.state = WindowState.AFFIRMING;
                closing.affirmByEpochNanos = e.deadlineEpochNanos();
                closing.toleranceMinor = e.toleranceMinor();
                awaitAffirmations(window, closing);
            }
            case ClosingEvent.AffirmationProposed e -> {
                closing.affirmations.put(
                        Closing.side(e.statement(), e.operator()),
                        new Closing.Affirmation(e.actor(), null));
                state.closings.actsFor(e.actor(), e.operator());
            }
            case ClosingEvent.AggregateMismatched e ->
                    state.closings.actsFor(e.actor(), e.operator());
            case ClosingEvent.StatementAffirmed e -> affirmed(e, window, closing);
            case ClosingEvent.ApprovalAsked e -> {
                closing.askedHash = e.hash();
                closing.approvedHash = "";
                closing.proposals.remove(TwoPersonAct.APPROVE);
            }
            case ClosingEvent.ActProposed e ->
                    closing.proposals.put(e.act(), new Closing.Proposal(e.actor(), e.subject()));
            case ClosingEvent.WindowApproved e -> {
                if (window.state == WindowState.NETTED) {
                    window.state = WindowState.APPROVED;
                }
                closing.approvedHash = e.hash();
                closing.proposals.remove(TwoPersonAct.APPROVE);
            }
            case ClosingEvent.PayInCalled e -> {
                window.state = WindowState.FUNDING;
                closing.dueByEpochNanos = e.dueByEpochNanos();
                e.calls()
                        .forEach(
                                call ->
                                        closing.due.put(
                                                Closing.place(call.asset(), call.operator()),
                                                call.minor()));
                state.defaults.watch(e.window(), e.dueByEpochNanos());
                defaults.paid(closing);
            }
            case ClosingEvent.PayInReceived e -> {
                closing.received.merge(
                        Closing.place(e.asset(), e.operator()), e.minor(), Math::addExact);
                take(e.entry(), e.window(), "pay-in", e.operator(), e.asset(), "" + e.minor());
                defaults.paid(closing);
            }
            case ClosingEvent.WindowInstructed e -> {
                window.state = WindowState.INSTRUCTED;
                closing.valueDateEpochDay = e.valueDateEpochDay();
                closing.legs.addAll(e.legs());
                closing.proposals.remove(TwoPersonAct.INSTRUCT);
                closing.proposals.remove(TwoPersonAct.ABORT);
            }
            case ClosingEvent.LegConfirmed e -> confirmed(e, window, closing);
            case ClosingEvent.PaymentUnmatched e -> unmatched(e);
            case ClosingEvent.WindowSettled _ -> settled(window, closing);
            case ClosingEvent.WindowFinalised e -> {
                window.state = WindowState.FINAL;
                closing.certificate = e.certificate();
                requireControl();
            }
            case ClosingEvent.WindowAborted e -> aborted(e, window, closing);
        }
        state.closings.refresh();
    }

    /** What is netted is the window's part of settlement control. */
    void netted(WindowNetted event) {
        Closing closing = state.closings.of(event.window());
        closing.affirmByEpochNanos = Closing.NEVER;
        closing.positions.addAll(event.positions());
        for (NetPosition position : event.positions()) {
            closing.control(position.asset(), position.operator(), position.minor());
        }
        state.closings.refresh();
    }

    private void affirmed(ClosingEvent.StatementAffirmed event, Window window, Closing closing) {
        closing.affirmations.put(
                Closing.side(event.statement(), event.operator()),
                new Closing.Affirmation(event.maker(), event.how()));
        for (String actor : List.of(event.maker(), event.checker())) {
            if (!actor.isEmpty()) {
                state.closings.actsFor(actor, event.operator());
            }
        }
        awaitAffirmations(window, closing);
    }

    /** Nobody to wait for is no deadline to pass. */
    private static void awaitAffirmations(Window window, Closing closing) {
        if (ClosingBook.missing(window, closing).isEmpty()) {
            closing.affirmByEpochNanos = Closing.NEVER;
        }
    }

    private void take(String entry, String... said) {
        state.closings.take(entry, String.join("|", said));
    }

    /**
     * The debtor's cash goes to the creditor; both come closer to 0 in settlement control. Where
     * two currencies are exchanged, that happens to all payments of the exchange at once.
     */
    private void confirmed(ClosingEvent.LegConfirmed event, Window window, Closing closing) {
        SettlementLeg leg = Objects.requireNonNull(closing.leg(event.uetr()));
        window.state = WindowState.SETTLING;
        closing.confirmed.merge(leg.uetr(), event.minor(), Math::addExact);
        take(event.entry(), event.window(), leg.uetr(), leg.asset(), "" + event.minor());
        String group = state.fx.groupOf(window.name, leg);
        if (group.isEmpty()) {
            paid(leg, event.minor(), closing);
            return;
        }
        // Payment versus payment: held until every payment of the group is there.
        List<SettlementLeg> together =
                closing.legs.stream()
                        .filter(one -> state.fx.groupOf(window.name, one).equals(group))
                        .toList();
        if (together.stream().allMatch(one -> closing.left(one) == 0)) {
            together.forEach(one -> paid(one, one.minor(), closing));
        }
    }

    private void paid(SettlementLeg leg, long minor, Closing closing) {
        closing.control(leg.asset(), leg.debtor(), minor);
        closing.control(leg.asset(), leg.creditor(), Math.negateExact(minor));
        Accounts accounts = state.accounts;
        int asset = state.names.assets.refOf(leg.asset());
        int debtor = state.names.operators.refOf(leg.debtor());
        int creditor = state.names.operators.refOf(leg.creditor());
        Pico amount = Rounding.minorToPico(minor, Assets.minorDigits(leg.asset()));
        accounts.debit(accounts.ofOperator(AccountKind.SETTLEMENT_CONTROL, debtor, asset), amount);
        accounts.credit(accounts.ofOperator(AccountKind.FUNDING, debtor, asset), amount);
        accounts.debit(accounts.ofOperator(AccountKind.FUNDING, creditor, asset), amount);
        accounts.credit(
                accounts.ofOperator(AccountKind.SETTLEMENT_CONTROL, creditor, asset), amount);
    }

    /** An entry that counted in part was said whole: the two events follow each other. */
    private void unmatched(ClosingEvent.PaymentUnmatched event) {
        String before = state.closings.entry(event.entry());
        long whole = event.minor();
        if (before != null) {
            whole += Long.parseLong(before.substring(before.lastIndexOf('|') + 1));
        }
        take(event.entry(), event.window(), event.uetr(), event.asset(), "" + whole);
    }

    private void settled(Window window, Closing closing) {
        if (!closing.control.isEmpty()) {
            throw new IllegalStateException(
                    "settled with " + closing.control + " left in settlement control");
        }
        window.state = WindowState.SETTLED;
        // What is paid counts no more against caps.
        for (Statement statement : closing.netted(window)) {
            state.caps.unstate(
                    state.names.operators.refOf(statement.homeOperator()),
                    state.names.operators.refOf(statement.servingOperator()),
                    state.names.assets.refOf(statement.asset()),
                    state.disputes.netted(statement));
        }
    }

    /**
     * I9 and more: settlement control of every operator is what windows on their way have in it,
     * and so 0 when there is none.
     */
    private void requireControl() {
        SortedMap<String, Long> open = new TreeMap<>();
        for (Closing closing : state.closings.all()) {
            closing.control.forEach((place, minor) -> open.merge(place, minor, Math::addExact));
        }
        for (int asset = 0; asset < state.names.assets.size(); asset++) {
            String name = state.names.assets.nameOf(asset);
            for (int operator = 0; operator < state.names.operators.size(); operator++) {
                Pico balance =
                        state.accounts.pairBalance(
                                AccountKind.SETTLEMENT_CONTROL, operator, 0, asset);
                String place = Closing.place(name, state.names.operators.nameOf(operator));
                long minor = open.getOrDefault(place, 0L);
                Pico expected =
                        minor == 0
                                ? Pico.ZERO
                                : Rounding.minorToPico(minor, Assets.minorDigits(name));
                if (!balance.equals(expected)) {
                    throw new IllegalStateException(
                            "settlement control of " + place + " is " + balance);
                }
            }
        }
    }

    /** Netting is undone; every line is owed in the open window, as an adjustment. */
    private void aborted(ClosingEvent.WindowAborted event, Window window, Closing closing) {
        Window next = Objects.requireNonNull(state.windows.find(event.nextWindow()));
        window.state = WindowState.ABORTED;
        FxPostings.takeBack(closing, state);
        for (Statement statement : closing.netted(window)) {
            Unwinding.undo(statement, window.name, next, state);
        }
        closing.control.clear();
        closing.proposals.clear();
        state.defaults.unwatch(window.name);
        closing.due.clear();
        defaults.paid(closing);
    }
}
