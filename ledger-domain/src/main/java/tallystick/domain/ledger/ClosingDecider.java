package tallystick.domain.ledger;

import static tallystick.domain.ledger.FieldCheck.text;
import static tallystick.domain.ledger.LedgerDecider.accepted;
import static tallystick.domain.ledger.LedgerDecider.refused;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tallystick.domain.ClosingCommand;
import tallystick.domain.ClosingEvent.ActProposed;
import tallystick.domain.ClosingEvent.WindowAborted;
import tallystick.domain.ClosingEvent.WindowApproved;
import tallystick.domain.Decision;
import tallystick.domain.Decision.Refused;
import tallystick.domain.Refusal;
import tallystick.domain.RefusalCode;
import tallystick.domain.settlement.AgreementConditions;
import tallystick.domain.settlement.AppliedTerms;
import tallystick.domain.settlement.ApprovalHash;
import tallystick.domain.settlement.NetPosition;
import tallystick.domain.settlement.Statement;
import tallystick.domain.settlement.TwoPersonAct;
import tallystick.domain.settlement.WindowConversion;
import tallystick.domain.settlement.WindowState;

/**
 * Decides what closes a window. What two persons do together, the first proposes and the second
 * does; both are other persons than those who act for an operator.
 */
final class ClosingDecider {

    private static final Set<WindowState> BEFORE_PAYMENT =
            Set.of(WindowState.NETTED, WindowState.APPROVED, WindowState.FUNDING);

    private ClosingDecider() {}

    static Decision decide(
            ClosingCommand command, String actor, LedgerState state, long nowEpochNanos) {
        return switch (command) {
            case ClosingCommand.ProposeAffirmation c -> AffirmDecider.propose(c, actor, state);
            case ClosingCommand.ConfirmAffirmation c -> AffirmDecider.confirm(c, actor, state);
            case ClosingCommand.SubmitAggregate c -> AffirmDecider.compare(c, actor, state);
            case ClosingCommand.ProposeApproval c -> proposeApproval(c, actor, state);
            case ClosingCommand.ApproveWindow c -> approve(c, actor, state);
            case ClosingCommand.FundWindow c -> PaymentDecider.fund(c, state, nowEpochNanos);
            case ClosingCommand.RecordPayIn c -> PaymentDecider.payIn(c, state);
            case ClosingCommand.ProposeInstruction c ->
                    PaymentDecider.proposeInstruction(c, actor, state);
            case ClosingCommand.InstructWindow c -> PaymentDecider.instruct(c, actor, state);
            case ClosingCommand.ConfirmPayment c -> PaymentDecider.confirm(c, state);
            case ClosingCommand.FinaliseWindow c -> PaymentDecider.finalise(c, state);
            case ClosingCommand.ProposeAbort c -> proposeAbort(c, actor, state);
            case ClosingCommand.AbortWindow c -> abort(c, actor, state);
        };
    }

    /** Passes the deadline that is due first. */
    static Decision pass(LedgerState state, long nowEpochNanos) {
        long closings = state.closings.nextDeadline();
        long disputes = state.disputes.nextDeadline();
        if (state.defaults.nextDeadline() <= Math.min(closings, disputes)) {
            return DefaultDecider.pass(state);
        }
        if (disputes <= closings) {
            return DisputeDecider.pass(state.disputes.next(), state, nowEpochNanos);
        }
        Closing closing = state.closings.next();
        Window window = Objects.requireNonNull(state.windows.find(closing.window));
        return AffirmDecider.deem(window, closing);
    }

    // ---- approval

    private static Decision proposeApproval(
            ClosingCommand.ProposeApproval c, String actor, LedgerState state) {
        return step(
                c.window(),
                BEFORE_PAYMENT,
                state,
                (w, closing) -> {
                    String hash = hash(w, closing, state);
                    Closing.Proposal proposal = closing.proposals.get(TwoPersonAct.APPROVE);
                    if (closing.approvedHash.equals(hash)) {
                        return wrongState("it is approved");
                    }
                    if (proposal != null && proposal.subject().equals(hash)) {
                        return wrongState("its approval is proposed already");
                    }
                    Refused refused = otherHash(c.hash(), hash);
                    return refused != null
                            ? refused
                            : propose(w, TwoPersonAct.APPROVE, actor, hash, state);
                });
    }

    private static Decision approve(
            ClosingCommand.ApproveWindow c, String actor, LedgerState state) {
        return step(
                c.window(),
                BEFORE_PAYMENT,
                state,
                (w, closing) -> {
                    String hash = hash(w, closing, state);
                    Refused refused = second(closing, TwoPersonAct.APPROVE, actor, state);
                    if (refused != null) {
                        return refused;
                    }
                    Closing.Proposal first = first(closing, TwoPersonAct.APPROVE);
                    refused =
                            FieldCheck.first(
                                    otherHash(first.subject(), hash), otherHash(c.hash(), hash));
                    return refused != null
                            ? refused
                            : accepted(
                                    w.name, new WindowApproved(w.name, hash, first.actor(), actor));
                });
    }

    /** Inputs and outputs as they are now. */
    static String hash(Window window, Closing closing, LedgerState state) {
        return hash(window, state.fx.netsOf(closing), state.fx.conversionOf(closing.window), state);
    }

    /**
     * @param nets as netted, before conversion
     * @param conversion null when nothing is converted
     */
    static String hash(
            Window window,
            List<NetPosition> nets,
            @Nullable WindowConversion conversion,
            LedgerState state) {
        SortedMap<String, Long> withheld = new TreeMap<>();
        for (Statement statement : window.statements) {
            long netted = state.disputes.nettedMinor(statement);
            if (netted != statement.total()) {
                withheld.put(statement.statement(), statement.total() - netted);
            }
        }
        List<String> agreements =
                Stream.concat(
                                window.statements.stream().map(s -> agreement(s, window, state)),
                                state.terms.appliedIn(window.name).stream()
                                        .map(AppliedTerms::toString))
                        .toList();
        ApprovalHash.Inputs inputs =
                new ApprovalHash.Inputs(
                        window.name, window.merkleRoot, window.records(), agreements, withheld);
        return ApprovalHash.of(inputs, window.statements, nets, conversion).toHex();
    }

    private static String agreement(Statement statement, Window window, LedgerState state) {
        AgreementBook.Version version =
                state.agreements.inForce(
                        state.names.operators.refOf(statement.homeOperator()),
                        state.names.operators.refOf(statement.servingOperator()),
                        window.cutOffEpochNanos - 1);
        if (version == null) {
            return "";
        }
        AgreementConditions conditions = state.terms.of(version.terms());
        return conditions.isNone()
                ? version.terms().toString()
                : version.terms().toString() + conditions;
    }

    static @Nullable Refused otherHash(String offered, String now) {
        if (offered.equals(now)) {
            return null;
        }
        SortedMap<String, String> facts = new TreeMap<>();
        facts.put("hash", now);
        return new Refused(
                new Refusal(
                        RefusalCode.HASH_MISMATCH,
                        "hash",
                        "is not over the inputs and outputs as they are now",
                        facts),
                List.of());
    }

    // ---- two persons

    static Decision propose(
            Window window, TwoPersonAct act, String actor, String subject, LedgerState state) {
        Refused refused = hubPerson(actor, state);
        return refused != null
                ? refused
                : accepted(window.name, new ActProposed(window.name, act, actor, subject));
    }

    /** Why the second person may not do it, null when they may. */
    static @Nullable Refused second(
            Closing closing, TwoPersonAct act, String actor, LedgerState state) {
        Closing.Proposal first = closing.proposals.get(act);
        if (first == null) {
            return wrongState("nobody has proposed it");
        }
        return first.actor().equals(actor)
                ? refused(RefusalCode.SAME_PERSON, "window", "needs another person than the first")
                : hubPerson(actor, state);
    }

    static Closing.Proposal first(Closing closing, TwoPersonAct act) {
        return Objects.requireNonNull(closing.proposals.get(act));
    }

    private static @Nullable Refused hubPerson(String actor, LedgerState state) {
        String operator = state.closings.operatorOf(actor);
        return operator == null
                ? null
                : refused(
                        RefusalCode.PARTICIPANT_STAFF, "window", "the person acts for " + operator);
    }

    // ---- giving up

    private static Decision proposeAbort(
            ClosingCommand.ProposeAbort c, String actor, LedgerState state) {
        Refused refused = text("reason", c.reason());
        return refused != null
                ? refused
                : step(
                        c.window(),
                        BEFORE_PAYMENT,
                        state,
                        (w, closing) ->
                                closing.proposals.containsKey(TwoPersonAct.ABORT)
                                        ? wrongState("that is proposed already")
                                        : propose(w, TwoPersonAct.ABORT, actor, c.reason(), state));
    }

    private static Decision abort(ClosingCommand.AbortWindow c, String actor, LedgerState state) {
        return step(
                c.window(),
                BEFORE_PAYMENT,
                state,
                (w, closing) -> {
                    Refused refused = second(closing, TwoPersonAct.ABORT, actor, state);
                    Window open = state.windows.open(w.settlementModelRef);
                    if (refused != null || open == null) {
                        return refused != null ? refused : wrongState("its model has no open one");
                    }
                    Closing.Proposal first = first(closing, TwoPersonAct.ABORT);
                    return accepted(
                            w.name,
                            new WindowAborted(
                                    w.name, open.name, first.subject(), first.actor(), actor));
                });
    }

    // ---- steps

    static Decision step(
            String name,
            Set<WindowState> from,
            LedgerState state,
            BiFunction<Window, Closing, Decision> step) {
        Window window = state.windows.find(name);
        if (window == null) {
            return refused(RefusalCode.NOT_FOUND, "window", "does not exist");
        }
        Closing closing = state.closings.find(name);
        if (closing == null || !from.contains(window.state)) {
            return wrongState(
                    "is "
                            + wire(window.state)
                            + ", the step starts from "
                            + String.join(
                                    ", ",
                                    from.stream().sorted().map(ClosingDecider::wire).toList()));
        }
        return step.apply(window, closing);
    }

    private static String wire(WindowState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    static Refused wrongState(String detail) {
        return refused(RefusalCode.WRONG_STATE, "window", detail);
    }
}
