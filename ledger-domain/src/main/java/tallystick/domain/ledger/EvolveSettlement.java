package tallystick.domain.ledger;

import tallystick.domain.ClosingEvent;
import tallystick.domain.DefaultEvent;
import tallystick.domain.DisputeEvent;
import tallystick.domain.FxEvent;
import tallystick.domain.LedgerEvent.Settlement;
import tallystick.domain.TermsEvent;
import tallystick.domain.WindowRunEvent;
import tallystick.domain.money.Pico;
import tallystick.domain.settlement.AppliedTerms;
import tallystick.domain.settlement.Statement;
import tallystick.domain.settlement.WindowState;

/** What settlement events do to windows and to what operators owe each other. */
final class EvolveSettlement {

    private final LedgerState state;
    private final EvolveClosing closing;
    private final EvolveDispute dispute;
    private final EvolveDefault defaults;
    private final EvolveFx fx;

    EvolveSettlement(LedgerState state) {
        this.state = state;
        this.defaults = new EvolveDefault(state);
        this.closing = new EvolveClosing(state, defaults);
        this.dispute = new EvolveDispute(state);
        this.fx = new EvolveFx(state, defaults);
    }

    void apply(Settlement event) {
        change(event);
        state.schedules.refresh(state, state.lastRecordedEpochNanos());
    }

    private void change(Settlement event) {
        switch (event) {
            case Settlement.WindowOpened e ->
                    state.windows.open(e.window(), e.settlementModel(), e.startsAtEpochNanos());
            case Settlement.WindowCutOff e -> {
                Window window = window(e.window());
                window.cutOffEpochNanos = e.cutOffEpochNanos();
                window.state = WindowState.GRACE;
            }
            case Settlement.WindowFenced e -> {
                Window window = window(e.window());
                window.lastSequence = e.lastSequence();
                window.state = WindowState.FENCED;
                state.windows.fence(window);
            }
            case Settlement.WindowSealed e -> {
                Window window = window(e.window());
                window.merkleRoot = e.merkleRoot();
                window.state = WindowState.SEALED;
            }
            case Settlement.WindowCalculated e -> windowCalculated(e);
            case Settlement.StatementsIssued e ->
                    window(e.window()).state = WindowState.STATEMENTS_ISSUED;
            case Settlement.WindowNetted e -> {
                windowNetted(e);
                closing.netted(e);
            }
            case WindowRunEvent e -> run(e);
            case ClosingEvent e -> closing.apply(e);
            case DisputeEvent e -> dispute.apply(e);
            case DefaultEvent e -> defaults.apply(e);
            case FxEvent e -> fx.apply(e);
            case TermsEvent e -> terms(e);
        }
    }

    /** What conditions change is posted in both books, exactly: the statement has lines of it. */
    private void terms(TermsEvent event) {
        switch (event) {
            case TermsEvent.TermsApplied e -> {
                state.terms.apply(e);
                for (AppliedTerms one : e.applied()) {
                    int home = state.names.operators.refOf(one.homeOperator());
                    int serving = state.names.operators.refOf(one.servingOperator());
                    int asset = state.names.assets.refOf(one.asset());
                    wholesale(home, serving, asset, one.change());
                }
            }
        }
    }

    private void wholesale(int home, int serving, int asset, Pico amount) {
        Accounts accounts = state.accounts;
        accounts.debit(accounts.ofOperator(AccountKind.COST_WHOLESALE, home, asset), amount);
        accounts.credit(accounts.ofPair(AccountKind.INTEROP_PAYABLE, home, serving, asset), amount);
        accounts.debit(
                accounts.ofPair(AccountKind.INTEROP_RECEIVABLE, serving, home, asset), amount);
        accounts.credit(accounts.ofOperator(AccountKind.REVENUE_WHOLESALE, serving, asset), amount);
    }

    private void run(WindowRunEvent event) {
        switch (event) {
            case WindowRunEvent.SettlementModelDefined e -> state.schedules.define(e);
            case WindowRunEvent.WindowScheduled e -> state.schedules.schedule(e);
            case WindowRunEvent.GraceBegun e -> {
                WindowSchedule schedule = state.schedules.find(e.window());
                if (schedule == null) {
                    throw new IllegalStateException("grace of an unscheduled " + e.window());
                }
                schedule.graceUntilEpochNanos = e.untilEpochNanos();
            }
            case WindowRunEvent.AutomationStopped e -> state.schedules.stop(e.window());
            case WindowRunEvent.BatchNoted e ->
                    state.streams.note(window(e.notice().window()), e.notice());
            case WindowRunEvent.BatchReturned _ -> {
                // Kept for whoever asks what was returned; changes nothing.
            }
        }
    }

    /** What rounding leaves over moves from payable and receivable to rounding, in both books. */
    private void windowCalculated(Settlement.WindowCalculated event) {
        Window window = window(event.window());
        window.state = WindowState.CALCULATED;
        window.statements = event.statements();
        state.terms.forget(window.ref);
        Accounts accounts = state.accounts;
        for (Statement statement : event.statements()) {
            int home = state.names.operators.refOf(statement.homeOperator());
            int serving = state.names.operators.refOf(statement.servingOperator());
            int asset = state.names.assets.refOf(statement.asset());
            Pico residual = statement.residual();
            accounts.debit(
                    accounts.ofPair(AccountKind.INTEROP_PAYABLE, home, serving, asset), residual);
            accounts.credit(accounts.ofOperator(AccountKind.ROUNDING, home, asset), residual);
            accounts.debit(accounts.ofOperator(AccountKind.ROUNDING, serving, asset), residual);
            accounts.credit(
                    accounts.ofPair(AccountKind.INTEROP_RECEIVABLE, serving, home, asset),
                    residual);
        }
    }

    /** Stated debts move to settlement.control, whose balance is then the net position. */
    private void windowNetted(Settlement.WindowNetted event) {
        Window window = window(event.window());
        window.state = WindowState.NETTED;
        Accounts accounts = state.accounts;
        for (Statement statement : window.statements) {
            int home = state.names.operators.refOf(statement.homeOperator());
            int serving = state.names.operators.refOf(statement.servingOperator());
            int asset = state.names.assets.refOf(statement.asset());
            Pico total = state.disputes.netted(statement);
            accounts.debit(
                    accounts.ofPair(AccountKind.INTEROP_PAYABLE, home, serving, asset), total);
            accounts.credit(
                    accounts.ofOperator(AccountKind.SETTLEMENT_CONTROL, home, asset), total);
            accounts.debit(
                    accounts.ofOperator(AccountKind.SETTLEMENT_CONTROL, serving, asset), total);
            accounts.credit(
                    accounts.ofPair(AccountKind.INTEROP_RECEIVABLE, serving, home, asset), total);
            state.caps.state(home, serving, asset, total);
        }
    }

    private Window window(String name) {
        Window window = state.windows.find(name);
        if (window == null) {
            throw new IllegalStateException("event of an unknown window " + name);
        }
        return window;
    }
}
