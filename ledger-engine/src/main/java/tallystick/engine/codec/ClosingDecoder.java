package tallystick.engine.codec;

import java.util.ArrayList;
import java.util.List;
import tallystick.domain.ClosingEvent;
import tallystick.domain.settlement.AffirmedBy;
import tallystick.domain.settlement.PayInCall;
import tallystick.domain.settlement.SettlementLeg;
import tallystick.domain.settlement.TwoPersonAct;
import tallystick.engine.codec.sbe.ActProposedDecoder;
import tallystick.engine.codec.sbe.AffirmationProposedDecoder;
import tallystick.engine.codec.sbe.AffirmingBegunDecoder;
import tallystick.engine.codec.sbe.AggregateMismatchedDecoder;
import tallystick.engine.codec.sbe.ApprovalAskedDecoder;
import tallystick.engine.codec.sbe.LegConfirmedDecoder;
import tallystick.engine.codec.sbe.PayInCalledDecoder;
import tallystick.engine.codec.sbe.PayInReceivedDecoder;
import tallystick.engine.codec.sbe.PaymentUnmatchedDecoder;
import tallystick.engine.codec.sbe.StatementAffirmedDecoder;
import tallystick.engine.codec.sbe.WindowAbortedDecoder;
import tallystick.engine.codec.sbe.WindowApprovedDecoder;
import tallystick.engine.codec.sbe.WindowFinalisedDecoder;
import tallystick.engine.codec.sbe.WindowInstructedDecoder;
import tallystick.engine.codec.sbe.WindowSettledDecoder;

/** Turns leaves of a closing window back into events. */
final class ClosingDecoder {

    private static final AffirmedBy[] AFFIRMED = AffirmedBy.values();
    private static final TwoPersonAct[] ACTS = TwoPersonAct.values();

    private ClosingDecoder() {}

    static ClosingEvent decode(LeafBody at) {
        int template = at.header().templateId();
        return switch (template) {
            case AffirmingBegunDecoder.TEMPLATE_ID -> affirmingBegun(at);
            case AffirmationProposedDecoder.TEMPLATE_ID -> affirmationProposed(at);
            case AggregateMismatchedDecoder.TEMPLATE_ID -> aggregateMismatched(at);
            case StatementAffirmedDecoder.TEMPLATE_ID -> statementAffirmed(at);
            case ApprovalAskedDecoder.TEMPLATE_ID -> approvalAsked(at);
            case ActProposedDecoder.TEMPLATE_ID -> actProposed(at);
            case WindowApprovedDecoder.TEMPLATE_ID -> windowApproved(at);
            case PayInCalledDecoder.TEMPLATE_ID -> payInCalled(at);
            case PayInReceivedDecoder.TEMPLATE_ID -> payInReceived(at);
            case WindowInstructedDecoder.TEMPLATE_ID -> windowInstructed(at);
            case LegConfirmedDecoder.TEMPLATE_ID -> legConfirmed(at);
            case PaymentUnmatchedDecoder.TEMPLATE_ID -> paymentUnmatched(at);
            case WindowSettledDecoder.TEMPLATE_ID -> windowSettled(at);
            case WindowFinalisedDecoder.TEMPLATE_ID -> windowFinalised(at);
            case WindowAbortedDecoder.TEMPLATE_ID -> windowAborted(at);
            default -> throw new LeafDamagedException("no event has template " + template);
        };
    }

    private static ClosingEvent affirmingBegun(LeafBody at) {
        AffirmingBegunDecoder body = new AffirmingBegunDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), at.header());
        ClosingEvent event =
                new ClosingEvent.AffirmingBegun(
                        body.window(), body.deadlineEpochNanos(), body.toleranceMinor());
        return at.whole(body.encodedLength(), event);
    }

    private static ClosingEvent affirmationProposed(LeafBody at) {
        AffirmationProposedDecoder body = new AffirmationProposedDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), at.header());
        ClosingEvent event =
                new ClosingEvent.AffirmationProposed(
                        body.window(), body.statement(), body.operatorName(), body.actor());
        return at.whole(body.encodedLength(), event);
    }

    private static ClosingEvent aggregateMismatched(LeafBody at) {
        AggregateMismatchedDecoder body = new AggregateMismatchedDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), at.header());
        ClosingEvent event =
                new ClosingEvent.AggregateMismatched(
                        body.window(),
                        body.statement(),
                        body.operatorName(),
                        body.actor(),
                        body.hash(),
                        body.minor());
        return at.whole(body.encodedLength(), event);
    }

    private static ClosingEvent statementAffirmed(LeafBody at) {
        StatementAffirmedDecoder body = new StatementAffirmedDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), at.header());
        ClosingEvent event =
                new ClosingEvent.StatementAffirmed(
                        body.window(),
                        body.statement(),
                        body.operatorName(),
                        AFFIRMED[body.how()],
                        body.maker(),
                        body.checker());
        return at.whole(body.encodedLength(), event);
    }

    private static ClosingEvent approvalAsked(LeafBody at) {
        ApprovalAskedDecoder body = new ApprovalAskedDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), at.header());
        ClosingEvent event = new ClosingEvent.ApprovalAsked(body.window(), body.hash());
        return at.whole(body.encodedLength(), event);
    }

    private static ClosingEvent actProposed(LeafBody at) {
        ActProposedDecoder body = new ActProposedDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), at.header());
        ClosingEvent event =
                new ClosingEvent.ActProposed(
                        body.window(), ACTS[body.act()], body.actor(), body.subject());
        return at.whole(body.encodedLength(), event);
    }

    private static ClosingEvent windowApproved(LeafBody at) {
        WindowApprovedDecoder body = new WindowApprovedDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), at.header());
        ClosingEvent event =
                new ClosingEvent.WindowApproved(
                        body.window(), body.hash(), body.maker(), body.checker());
        return at.whole(body.encodedLength(), event);
    }

    private static ClosingEvent payInReceived(LeafBody at) {
        PayInReceivedDecoder body = new PayInReceivedDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), at.header());
        ClosingEvent event =
                new ClosingEvent.PayInReceived(
                        body.window(),
                        body.operatorName(),
                        body.asset(),
                        body.minor(),
                        body.entry());
        return at.whole(body.encodedLength(), event);
    }

    private static ClosingEvent legConfirmed(LeafBody at) {
        LegConfirmedDecoder body = new LegConfirmedDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), at.header());
        ClosingEvent event =
                new ClosingEvent.LegConfirmed(
                        body.window(), body.uetr(), body.minor(), body.entry());
        return at.whole(body.encodedLength(), event);
    }

    private static ClosingEvent paymentUnmatched(LeafBody at) {
        PaymentUnmatchedDecoder body = new PaymentUnmatchedDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), at.header());
        ClosingEvent event =
                new ClosingEvent.PaymentUnmatched(
                        body.window(),
                        body.uetr(),
                        body.asset(),
                        body.minor(),
                        body.entry(),
                        body.reason());
        return at.whole(body.encodedLength(), event);
    }

    private static ClosingEvent windowSettled(LeafBody at) {
        WindowSettledDecoder body = new WindowSettledDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), at.header());
        ClosingEvent event = new ClosingEvent.WindowSettled(body.window());
        return at.whole(body.encodedLength(), event);
    }

    private static ClosingEvent windowFinalised(LeafBody at) {
        WindowFinalisedDecoder body = new WindowFinalisedDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), at.header());
        ClosingEvent event = new ClosingEvent.WindowFinalised(body.window(), body.certificate());
        return at.whole(body.encodedLength(), event);
    }

    private static ClosingEvent windowAborted(LeafBody at) {
        WindowAbortedDecoder body = new WindowAbortedDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), at.header());
        ClosingEvent event =
                new ClosingEvent.WindowAborted(
                        body.window(),
                        body.nextWindow(),
                        body.reason(),
                        body.maker(),
                        body.checker());
        return at.whole(body.encodedLength(), event);
    }

    private static ClosingEvent payInCalled(LeafBody at) {
        PayInCalledDecoder body = new PayInCalledDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), at.header());
        long dueBy = body.dueByEpochNanos();
        List<PayInCall> calls = new ArrayList<>();
        for (PayInCalledDecoder.CallsDecoder one : body.calls()) {
            long minor = one.minor();
            calls.add(new PayInCall(one.asset(), one.operatorName(), minor));
        }
        ClosingEvent event = new ClosingEvent.PayInCalled(body.window(), dueBy, calls);
        return at.whole(body.encodedLength(), event);
    }

    private static ClosingEvent windowInstructed(LeafBody at) {
        WindowInstructedDecoder body = new WindowInstructedDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), at.header());
        long valueDate = body.valueDateEpochDay();
        List<SettlementLeg> legs = new ArrayList<>();
        for (WindowInstructedDecoder.LegsDecoder one : body.legs()) {
            int leg = one.leg();
            long minor = one.minor();
            legs.add(
                    new SettlementLeg(
                            leg, one.asset(), one.debtor(), one.creditor(), minor, one.uetr()));
        }
        ClosingEvent event =
                new ClosingEvent.WindowInstructed(
                        body.window(), valueDate, body.maker(), body.checker(), legs);
        return at.whole(body.encodedLength(), event);
    }
}
