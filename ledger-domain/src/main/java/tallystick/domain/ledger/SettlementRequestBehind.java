package tallystick.domain.ledger;

import static tallystick.domain.ledger.RequestBehind.UNNAMED;
import static tallystick.domain.ledger.RequestBehind.by;

import org.jspecify.annotations.Nullable;
import tallystick.domain.ClosingCommand;
import tallystick.domain.ClosingEvent;
import tallystick.domain.DefaultEvent;
import tallystick.domain.DisputeEvent;
import tallystick.domain.FxEvent;
import tallystick.domain.LedgerCommand;
import tallystick.domain.LedgerEvent.Settlement;
import tallystick.domain.LedgerRequest;
import tallystick.domain.TermsEvent;
import tallystick.domain.WindowRunCommand;
import tallystick.domain.WindowRunEvent;
import tallystick.domain.money.Assets;
import tallystick.domain.money.Pico;
import tallystick.domain.settlement.AffirmedBy;
import tallystick.domain.settlement.Rounding;
import tallystick.domain.settlement.Statement;
import tallystick.domain.settlement.StatementHash;

/** {@link RequestBehind} for the events of windows, from open to final. */
final class SettlementRequestBehind {

    private static final String NO_HASH = "0".repeat(64);

    private SettlementRequestBehind() {}

    static @Nullable LedgerRequest of(
            Settlement event, long position, LedgerState state, Ahead ahead) {
        return switch (event) {
            case Settlement.WindowOpened e ->
                    by(
                            UNNAMED,
                            new LedgerCommand.Settlement.OpenWindow(
                                    e.window(), e.settlementModel(), e.startsAtEpochNanos()));
            case Settlement.WindowCutOff e -> cutOff(e, position, ahead);
            case Settlement.WindowFenced e ->
                    by(UNNAMED, new LedgerCommand.Settlement.FenceWindow(e.window()));
            case Settlement.WindowSealed e ->
                    by(
                            UNNAMED,
                            new LedgerCommand.Settlement.SealWindow(
                                    e.window(), e.records(), ahead.rootOf(e.window())));
            case Settlement.WindowCalculated e ->
                    by(UNNAMED, new LedgerCommand.Settlement.CalculateWindow(e.window()));
            case Settlement.StatementsIssued e -> by(UNNAMED, issue(e, position, ahead));
            case Settlement.WindowNetted e ->
                    by(UNNAMED, new LedgerCommand.Settlement.NetWindow(e.window()));
            case WindowRunEvent e -> run(e);
            case ClosingEvent e -> closing(e, position, state, ahead);
            case DisputeEvent e -> DisputeRequestBehind.of(e, position, state, ahead);
            case DefaultEvent e -> DefaultRequestBehind.of(e);
            case FxEvent e -> FxRequestBehind.of(e);
            case TermsEvent _ -> null;
        };
    }

    /** The next window's name is in the event that opens it, at most two places on. */
    private static @Nullable LedgerRequest cutOff(
            Settlement.WindowCutOff event, long position, Ahead ahead) {
        for (int i = 1; i <= 2; i++) {
            if (ahead.at(position + i) instanceof Settlement.WindowOpened next) {
                return by(
                        UNNAMED,
                        new LedgerCommand.Settlement.CutOffWindow(
                                event.window(), event.cutOffEpochNanos(), next.window()));
            }
        }
        return null;
    }

    private static LedgerCommand issue(
            Settlement.StatementsIssued event, long position, Ahead ahead) {
        return ahead.at(position + 1) instanceof ClosingEvent.AffirmingBegun asked
                        && asked.window().equals(event.window())
                ? new LedgerCommand.Settlement.IssueStatements(
                        event.window(), asked.deadlineEpochNanos(), asked.toleranceMinor())
                : new LedgerCommand.Settlement.IssueStatements(event.window());
    }

    private static @Nullable LedgerRequest run(WindowRunEvent event) {
        return switch (event) {
            case WindowRunEvent.SettlementModelDefined e ->
                    by(UNNAMED, new WindowRunCommand.DefineSettlementModel(e.terms()));
            case WindowRunEvent.BatchNoted e ->
                    by(UNNAMED, new WindowRunCommand.NoteBatch(e.notice()));
            case WindowRunEvent.BatchReturned e ->
                    by(UNNAMED, new WindowRunCommand.NoteBatch(e.notice()));
            case WindowRunEvent.WindowScheduled _,
                    WindowRunEvent.GraceBegun _,
                    WindowRunEvent.AutomationStopped _ ->
                    null;
        };
    }

    private static @Nullable LedgerRequest closing(
            ClosingEvent event, long position, LedgerState state, Ahead ahead) {
        return switch (event) {
            case ClosingEvent.AffirmationProposed e ->
                    by(
                            e.actor(),
                            new ClosingCommand.ProposeAffirmation(e.statement(), e.operator()));
            case ClosingEvent.AggregateMismatched e ->
                    by(
                            e.actor(),
                            new ClosingCommand.SubmitAggregate(
                                    e.statement(),
                                    e.operator(),
                                    e.hash(),
                                    pico(e.minor(), assetOf(e.statement()))));
            case ClosingEvent.StatementAffirmed e -> affirmed(e, state);
            case ClosingEvent.ActProposed e -> proposed(e);
            case ClosingEvent.WindowApproved e ->
                    by(e.checker(), new ClosingCommand.ApproveWindow(e.window(), e.hash()));
            case ClosingEvent.PayInCalled e ->
                    by(UNNAMED, new ClosingCommand.FundWindow(e.window(), e.dueByEpochNanos()));
            case ClosingEvent.PayInReceived e ->
                    by(
                            UNNAMED,
                            new ClosingCommand.RecordPayIn(
                                    e.window(),
                                    e.operator(),
                                    e.asset(),
                                    pico(e.minor(), e.asset()),
                                    e.entry()));
            case ClosingEvent.WindowInstructed e ->
                    by(e.checker(), new ClosingCommand.InstructWindow(e.window()));
            case ClosingEvent.LegConfirmed e -> confirmed(e, position, state, ahead);
            case ClosingEvent.PaymentUnmatched e ->
                    by(
                            UNNAMED,
                            new ClosingCommand.ConfirmPayment(
                                    e.window(),
                                    e.uetr(),
                                    e.asset(),
                                    pico(e.minor(), e.asset()),
                                    e.entry()));
            case ClosingEvent.WindowFinalised e ->
                    by(UNNAMED, new ClosingCommand.FinaliseWindow(e.window()));
            case ClosingEvent.WindowAborted e ->
                    by(e.checker(), new ClosingCommand.AbortWindow(e.window()));
            case ClosingEvent.AffirmingBegun _,
                    ClosingEvent.ApprovalAsked _,
                    ClosingEvent.WindowSettled _ ->
                    null;
        };
    }

    /**
     * By two persons, or by a calculation of the operator's own. Which calculation within tolerance
     * it was is in no event: any that is gives the same.
     */
    private static @Nullable LedgerRequest affirmed(
            ClosingEvent.StatementAffirmed event, LedgerState state) {
        Window window = state.windows.find(event.window());
        Statement statement =
                window == null ? null : AffirmDecider.statement(window, event.statement());
        if (statement == null) {
            return null;
        }
        Pico total = pico(statement.total(), statement.asset());
        return switch (event.how()) {
            case PERSONS ->
                    by(
                            event.checker(),
                            new ClosingCommand.ConfirmAffirmation(
                                    event.statement(), event.operator()));
            case MATCH, TOLERANCE ->
                    by(
                            event.maker(),
                            new ClosingCommand.SubmitAggregate(
                                    event.statement(),
                                    event.operator(),
                                    event.how() == AffirmedBy.MATCH
                                            ? StatementHash.of(statement).toHex()
                                            : NO_HASH,
                                    total));
            case DEADLINE, DISPUTE -> null;
        };
    }

    private static @Nullable LedgerRequest proposed(ClosingEvent.ActProposed event) {
        return switch (event.act()) {
            case APPROVE ->
                    by(
                            event.actor(),
                            new ClosingCommand.ProposeApproval(event.window(), event.subject()));
            case INSTRUCT ->
                    event.subject().matches("0|-?[1-9][0-9]{0,17}")
                            ? by(
                                    event.actor(),
                                    new ClosingCommand.ProposeInstruction(
                                            event.window(), Long.parseLong(event.subject())))
                            : null;
            case ABORT ->
                    by(
                            event.actor(),
                            new ClosingCommand.ProposeAbort(event.window(), event.subject()));
            case DECLARE_DEFAULT, RECAST, LIFT_DEFAULT -> DefaultRequestBehind.proposed(event);
        };
    }

    /** What was more than is left of a leg stands in the next event. */
    private static @Nullable LedgerRequest confirmed(
            ClosingEvent.LegConfirmed event, long position, LedgerState state, Ahead ahead) {
        Closing closing = state.closings.find(event.window());
        var leg = closing == null ? null : closing.leg(event.uetr());
        if (leg == null) {
            return null;
        }
        long excess =
                ahead.at(position + 1) instanceof ClosingEvent.PaymentUnmatched more
                                && more.entry().equals(event.entry())
                        ? more.minor()
                        : 0;
        return by(
                UNNAMED,
                new ClosingCommand.ConfirmPayment(
                        event.window(),
                        event.uetr(),
                        leg.asset(),
                        pico(Math.addExact(event.minor(), excess), leg.asset()),
                        event.entry()));
    }

    /** The asset in a statement's name: no name has a colon. */
    static String assetOf(String statement) {
        return statement.substring(statement.lastIndexOf(':') + 1);
    }

    /** Whole minor units as an amount; of an asset that nobody knows, nothing. */
    static Pico pico(long minor, String asset) {
        return Assets.isKnown(asset)
                ? Rounding.minorToPico(minor, Assets.minorDigits(asset))
                : Pico.ZERO;
    }
}
