package tallystick.domain.ledger;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import tallystick.domain.DefaultEvent;
import tallystick.domain.money.Assets;
import tallystick.domain.money.Pico;
import tallystick.domain.settlement.DefaultDraw;
import tallystick.domain.settlement.DefaultState;
import tallystick.domain.settlement.NetPosition;
import tallystick.domain.settlement.PayInCall;
import tallystick.domain.settlement.Rounding;
import tallystick.domain.settlement.Statement;
import tallystick.domain.settlement.TwoPersonAct;
import tallystick.domain.settlement.WindowState;

/** What collateral and defaults do to books, windows and those who are in default. */
final class EvolveDefault {

    private final LedgerState state;

    EvolveDefault(LedgerState state) {
        this.state = state;
    }

    void apply(DefaultEvent event) {
        switch (event) {
            case DefaultEvent.CollateralMoved e -> moved(e);
            case DefaultEvent.PayInLate e -> {
                state.defaults.unwatch(e.window());
                for (PayInCall missing : e.missing()) {
                    state.defaults.set(e.window(), missing.operator(), DefaultState.PAYIN_LATE);
                }
            }
            case DefaultEvent.GraceGiven e ->
                    state.defaults.put(
                            new DefaultBook.Missed(
                                    e.window(),
                                    e.operator(),
                                    DefaultState.GRACE,
                                    e.untilEpochNanos()));
            case DefaultEvent.DefaultDeclared e -> {
                state.defaults.set(e.window(), e.operator(), DefaultState.DEFAULT_DECLARED);
                state.defaults.suspend(state.names.operators.refOf(e.operator()));
                window(e.window()).state = WindowState.DEFAULT_MANAGEMENT;
                closing(e).proposals.remove(TwoPersonAct.DECLARE_DEFAULT);
            }
            case DefaultEvent.DefaultCovered e -> covered(e);
            case DefaultEvent.WindowRecast e -> recast(e);
            case DefaultEvent.DefaultLifted e -> {
                state.defaults.set(e.window(), e.operator(), DefaultState.LIFTED);
                state.defaults.resume(state.names.operators.refOf(e.operator()));
                closing(e).proposals.remove(TwoPersonAct.LIFT_DEFAULT);
            }
        }
    }

    private Window window(String name) {
        return Objects.requireNonNull(state.windows.find(name));
    }

    private Closing closing(DefaultEvent.OfWindow event) {
        return Objects.requireNonNull(state.closings.find(event.window()));
    }

    /** Cash came into the operator's pledge, or left it. */
    private void moved(DefaultEvent.CollateralMoved event) {
        int operator = state.names.operators.refOf(event.operator());
        pledge(operator, event.asset(), event.minor());
        state.closings.take(
                event.entry(),
                CollateralDecider.said(event.operator(), event.asset(), event.minor()));
    }

    private void pledge(int operator, String assetName, long minor) {
        int asset = state.names.assets.refOf(assetName);
        Pico amount = Rounding.minorToPico(minor, Assets.minorDigits(assetName));
        Accounts accounts = state.accounts;
        accounts.debit(accounts.ofOperator(AccountKind.FUNDING, operator, asset), amount);
        accounts.credit(accounts.ofOperator(AccountKind.COLLATERAL, operator, asset), amount);
    }

    /**
     * Collateral becomes the defaulter's pay-in. What others paid for it is lent: the defaulter
     * owes it to them, in the open window.
     */
    private void covered(DefaultEvent.DefaultCovered event) {
        Window window = window(event.window());
        Window next = window(event.nextWindow());
        Closing closing = closing(event);
        int defaulter = state.names.operators.refOf(event.operator());
        for (DefaultDraw draw : event.draws()) {
            int payer = state.names.operators.refOf(draw.payer());
            pledge(payer, draw.asset(), -draw.minor());
            closing.received.merge(
                    Closing.place(draw.asset(), event.operator()), draw.minor(), Math::addExact);
            if (payer != defaulter) {
                lent(draw, payer, defaulter, next, window.name);
            }
        }
        state.defaults.set(event.window(), event.operator(), DefaultState.COVERED);
        if (state.defaults.of(event.window(), DefaultState.DEFAULT_DECLARED).isEmpty()) {
            window.state = WindowState.FUNDING;
        }
    }

    private void lent(DefaultDraw draw, int payer, int defaulter, Window next, String window) {
        Accounts accounts = state.accounts;
        int asset = state.names.assets.refOf(draw.asset());
        Pico amount = Rounding.minorToPico(draw.minor(), Assets.minorDigits(draw.asset()));
        accounts.debit(
                accounts.ofPair(AccountKind.INTEROP_RECEIVABLE, payer, defaulter, asset), amount);
        accounts.credit(accounts.ofOperator(AccountKind.FUNDING, payer, asset), amount);
        accounts.debit(accounts.ofOperator(AccountKind.FUNDING, defaulter, asset), amount);
        accounts.credit(
                accounts.ofPair(AccountKind.INTEROP_PAYABLE, defaulter, payer, asset), amount);
        next.adjust(
                new Adjustment(
                        defaulter,
                        payer,
                        asset,
                        draw.resource(),
                        "default",
                        1,
                        draw.minor(),
                        window));
    }

    /** The debts taken out are owed in the open window; the rest is approved and called anew. */
    private void recast(DefaultEvent.WindowRecast event) {
        Window window = window(event.window());
        Window next = window(event.nextWindow());
        Closing closing = closing(event);
        FxPostings.takeBack(closing, state);
        Set<String> unwound = new HashSet<>(event.unwound());
        for (Statement statement : List.copyOf(closing.netted(window))) {
            if (unwound.contains(statement.statement())) {
                Unwinding.undo(statement, window.name, next, state);
            }
        }
        closing.unwound.addAll(event.unwound());
        for (NetPosition change : event.difference()) {
            closing.control(change.asset(), change.operator(), change.minor());
        }
        closing.positions.clear();
        closing.positions.addAll(event.after());
        closing.due.clear();
        closing.proposals.clear();
        window.state = WindowState.NETTED;
        for (DefaultState open :
                List.of(
                        DefaultState.PAYIN_LATE,
                        DefaultState.GRACE,
                        DefaultState.DEFAULT_DECLARED)) {
            for (DefaultBook.Missed one : state.defaults.of(event.window(), open)) {
                boolean isRecast = open == DefaultState.DEFAULT_DECLARED;
                state.defaults.set(
                        one.window(),
                        one.operator(),
                        isRecast ? DefaultState.RECAST : DefaultState.CURED);
            }
        }
    }

    /** Money came in, a window asked or gave up: who misses nothing any more is not late. */
    void paid(Closing closing) {
        if (closing.firstShort() == null) {
            state.defaults.unwatch(closing.window);
        }
        for (DefaultState late : List.of(DefaultState.PAYIN_LATE, DefaultState.GRACE)) {
            for (DefaultBook.Missed one : state.defaults.of(closing.window, late)) {
                if (DefaultDecider.missing(closing, one.operator()).isEmpty()) {
                    state.defaults.set(one.window(), one.operator(), DefaultState.CURED);
                }
            }
        }
    }
}
