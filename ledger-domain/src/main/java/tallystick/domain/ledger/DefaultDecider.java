package tallystick.domain.ledger;

import static tallystick.domain.ledger.ClosingDecider.step;
import static tallystick.domain.ledger.ClosingDecider.wrongState;
import static tallystick.domain.ledger.FieldCheck.invalid;
import static tallystick.domain.ledger.FieldCheck.text;
import static tallystick.domain.ledger.LedgerDecider.accepted;
import static tallystick.domain.ledger.LedgerDecider.refused;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import tallystick.domain.Decision;
import tallystick.domain.Decision.Accepted;
import tallystick.domain.Decision.Refused;
import tallystick.domain.DefaultCommand;
import tallystick.domain.DefaultEvent.DefaultCovered;
import tallystick.domain.DefaultEvent.DefaultDeclared;
import tallystick.domain.DefaultEvent.DefaultLifted;
import tallystick.domain.DefaultEvent.GraceGiven;
import tallystick.domain.DefaultEvent.PayInLate;
import tallystick.domain.LedgerEvent;
import tallystick.domain.Refusal;
import tallystick.domain.RefusalCode;
import tallystick.domain.money.Assets;
import tallystick.domain.settlement.DefaultDraw;
import tallystick.domain.settlement.DefaultState;
import tallystick.domain.settlement.PayInCall;
import tallystick.domain.settlement.Rounding;
import tallystick.domain.settlement.TwoPersonAct;
import tallystick.domain.settlement.Waterfall;
import tallystick.domain.settlement.WindowState;

/** Decides what follows when a debtor of a window does not pay in. */
final class DefaultDecider {

    /** Before the first payment leg. */
    static final Set<WindowState> UNPAID =
            Set.of(WindowState.FUNDING, WindowState.DEFAULT_MANAGEMENT);

    private static final Set<DefaultState> DEALT_WITH =
            Set.of(DefaultState.COVERED, DefaultState.RECAST);

    private static final int MOST_REFERENCE = 200;

    private DefaultDecider() {}

    static Decision decide(
            DefaultCommand command, String actor, LedgerState state, long nowEpochNanos) {
        return switch (command) {
            case DefaultCommand.DepositCollateral c -> CollateralDecider.deposit(c, state);
            case DefaultCommand.WithdrawCollateral c -> CollateralDecider.withdraw(c, state);
            case DefaultCommand.GiveGrace c -> grace(c, actor, state, nowEpochNanos);
            case DefaultCommand.ProposeDefault c -> propose(c, actor, state, nowEpochNanos);
            case DefaultCommand.DeclareDefault c -> declare(c, actor, state);
            case DefaultCommand.CoverDefault c -> cover(c, actor, state);
            case DefaultCommand.ProposeRecast c -> RecastDecider.propose(c, actor, state);
            case DefaultCommand.RecastWindow c -> RecastDecider.recast(c, actor, state);
            case DefaultCommand.ProposeLift c -> proposeLift(c, actor, state);
            case DefaultCommand.LiftDefault c -> lift(c, actor, state);
        };
    }

    /** What is missing of the window whose pay-in is due. */
    static Decision pass(LedgerState state) {
        String window = state.defaults.next();
        Closing closing = Objects.requireNonNull(state.closings.find(window));
        return accepted(window, new PayInLate(window, missing(closing, null)));
    }

    /** What is not there, of one operator or of all. */
    static List<PayInCall> missing(Closing closing, @Nullable String operator) {
        List<PayInCall> missing = new ArrayList<>();
        closing.due.forEach(
                (place, due) -> {
                    long left = due - closing.received.getOrDefault(place, 0L);
                    String asset = place.substring(0, place.indexOf(':'));
                    String who = place.substring(place.indexOf(':') + 1);
                    if (left > 0 && (operator == null || operator.equals(who))) {
                        missing.add(new PayInCall(asset, who, left));
                    }
                });
        return missing;
    }

    private static Decision grace(
            DefaultCommand.GiveGrace c, String actor, LedgerState state, long nowEpochNanos) {
        return c.untilEpochNanos() <= nowEpochNanos
                ? invalid("until", "must be in the future")
                : of(
                        c,
                        Set.of(DefaultState.PAYIN_LATE),
                        state,
                        (w, _) ->
                                accepted(
                                        w.name,
                                        new GraceGiven(
                                                w.name, c.operator(), c.untilEpochNanos(), actor)));
    }

    // ---- declaring, by two persons

    private static Decision propose(
            DefaultCommand.ProposeDefault c, String actor, LedgerState state, long nowEpochNanos) {
        Refused refused = reference("reference", c.reference());
        return refused != null
                ? refused
                : of(
                        c,
                        Set.of(DefaultState.GRACE),
                        state,
                        (w, closing) -> {
                            DefaultBook.Missed missed =
                                    Objects.requireNonNull(
                                            state.defaults.find(w.name, c.operator()));
                            if (missed.graceUntilEpochNanos() > nowEpochNanos) {
                                return wrongState("the debtor's grace is not over");
                            }
                            if (state.fx.exchanges(w.name, c.operator())) {
                                return wrongState(
                                        "the debtor's net is exchanged: convert it without first");
                            }
                            return proposed(
                                    w,
                                    closing,
                                    TwoPersonAct.DECLARE_DEFAULT,
                                    actor,
                                    c.operator() + "|" + c.reference(),
                                    state);
                        });
    }

    /** A reference or reason goes into the subject of a proposal, beside the operator. */
    static @Nullable Refused reference(String field, String given) {
        Refused refused = text(field, given);
        return refused == null && given.length() > MOST_REFERENCE
                ? invalid(field, "must be at most 200 characters")
                : refused;
    }

    /** The first person's; one operator at a time. */
    static Decision proposed(
            Window window,
            Closing closing,
            TwoPersonAct act,
            String actor,
            String subject,
            LedgerState state) {
        Closing.Proposal before = closing.proposals.get(act);
        return before != null
                        && operatorOf(before).equals(subject.substring(0, subject.indexOf('|')))
                ? wrongState("that is proposed already")
                : ClosingDecider.propose(window, act, actor, subject, state);
    }

    static String operatorOf(Closing.Proposal proposal) {
        return proposal.subject().substring(0, proposal.subject().indexOf('|'));
    }

    static String restOf(Closing.Proposal proposal) {
        return proposal.subject().substring(proposal.subject().indexOf('|') + 1);
    }

    /** Why the second person may not do it about that operator, null when they may. */
    static @Nullable Refused second(
            Closing closing, TwoPersonAct act, String operator, String actor, LedgerState state) {
        Refused refused = ClosingDecider.second(closing, act, actor, state);
        return refused == null && !operatorOf(ClosingDecider.first(closing, act)).equals(operator)
                ? wrongState("what is proposed is about another operator")
                : refused;
    }

    /** Caps are cut in the same decision, so before anything of the collateral is drawn. */
    private static Decision declare(
            DefaultCommand.DeclareDefault c, String actor, LedgerState state) {
        return of(
                c,
                Set.of(DefaultState.GRACE),
                state,
                (w, closing) -> {
                    Refused refused =
                            second(
                                    closing,
                                    TwoPersonAct.DECLARE_DEFAULT,
                                    c.operator(),
                                    actor,
                                    state);
                    if (refused != null) {
                        return refused;
                    }
                    Closing.Proposal first =
                            ClosingDecider.first(closing, TwoPersonAct.DECLARE_DEFAULT);
                    List<LedgerEvent> events = new ArrayList<>();
                    events.add(
                            new DefaultDeclared(
                                    w.name, c.operator(), restOf(first), first.actor(), actor));
                    int operator = state.names.operators.refOf(c.operator());
                    events.addAll(state.caps.cutBilateral(operator));
                    for (PayInCall missing : missing(closing, c.operator())) {
                        Waterfall waterfall = Coverage.of(w, closing, missing, state);
                        events.add(
                                state.caps.cutNetDebit(
                                        operator, missing.asset(), waterfall.newCapMinor()));
                    }
                    return new Accepted(events, w.name);
                });
    }

    // ---- covering

    private static Decision cover(DefaultCommand.CoverDefault c, String actor, LedgerState state) {
        return of(
                c,
                Set.of(DefaultState.DEFAULT_DECLARED),
                state,
                (w, closing) -> {
                    Window open = state.windows.open(w.settlementModelRef);
                    if (open == null || open.state != WindowState.OPEN) {
                        return wrongState("its model has no open one");
                    }
                    List<DefaultDraw> draws = new ArrayList<>();
                    SortedMap<String, String> uncovered = new TreeMap<>();
                    for (PayInCall missing : missing(closing, c.operator())) {
                        Waterfall waterfall = Coverage.of(w, closing, missing, state);
                        if (!waterfall.isWhole()) {
                            uncovered.put("asset", missing.asset());
                            uncovered.put(
                                    "required",
                                    Rounding.minorToPico(
                                                    waterfall.uncoveredMinor(),
                                                    Assets.minorDigits(missing.asset()))
                                            .toDecimalString());
                        }
                        for (Waterfall.Draw draw : waterfall.draws()) {
                            draws.add(
                                    new DefaultDraw(
                                            missing.asset(),
                                            draw.resource(),
                                            draw.payer(),
                                            draw.minor()));
                        }
                    }
                    return uncovered.isEmpty()
                            ? accepted(
                                    w.name,
                                    new DefaultCovered(
                                            w.name, c.operator(), open.name, actor, draws))
                            : new Refused(
                                    new Refusal(
                                            RefusalCode.UNDERFUNDED,
                                            "operator",
                                            "the waterfall does not cover what is missing",
                                            uncovered),
                                    List.of());
                });
    }

    // ---- trading again

    private static Decision proposeLift(
            DefaultCommand.ProposeLift c, String actor, LedgerState state) {
        Refused refused = reference("reason", c.reason());
        return refused != null
                ? refused
                : dealtWith(
                        c,
                        state,
                        (w, closing) ->
                                proposed(
                                        w,
                                        closing,
                                        TwoPersonAct.LIFT_DEFAULT,
                                        actor,
                                        c.operator() + "|" + c.reason(),
                                        state));
    }

    private static Decision lift(DefaultCommand.LiftDefault c, String actor, LedgerState state) {
        return dealtWith(
                c,
                state,
                (w, closing) -> {
                    Refused refused =
                            second(closing, TwoPersonAct.LIFT_DEFAULT, c.operator(), actor, state);
                    if (refused != null) {
                        return refused;
                    }
                    Closing.Proposal first =
                            ClosingDecider.first(closing, TwoPersonAct.LIFT_DEFAULT);
                    return accepted(
                            w.name,
                            new DefaultLifted(
                                    w.name, c.operator(), restOf(first), first.actor(), actor));
                });
    }

    /** A default that was covered or recast, whatever the window has become since. */
    private static Decision dealtWith(
            DefaultCommand.OfDebtor c,
            LedgerState state,
            BiFunction<Window, Closing, Decision> next) {
        return step(
                c.window(),
                Set.of(WindowState.values()),
                state,
                (w, closing) -> {
                    Refused refused = missed(c, DEALT_WITH, state);
                    return refused != null ? refused : next.apply(w, closing);
                });
    }

    // ---- steps

    /** A step about a debtor of a window that is not paid out yet. */
    static Decision of(
            DefaultCommand.OfDebtor c,
            Set<DefaultState> from,
            LedgerState state,
            BiFunction<Window, Closing, Decision> next) {
        return step(
                c.window(),
                UNPAID,
                state,
                (w, closing) -> {
                    Refused refused = missed(c, from, state);
                    return refused != null ? refused : next.apply(w, closing);
                });
    }

    private static @Nullable Refused missed(
            DefaultCommand.OfDebtor c, Set<DefaultState> from, LedgerState state) {
        DefaultBook.Missed missed = state.defaults.find(c.window(), c.operator());
        if (missed == null) {
            return refused(RefusalCode.NOT_FOUND, "operator", "has missed no pay-in of the window");
        }
        return from.contains(missed.state())
                ? null
                : refused(
                        RefusalCode.WRONG_STATE,
                        "operator",
                        "its pay-in is " + missed.state().name().toLowerCase(Locale.ROOT));
    }
}
