package tallystick.engine.codec;

import tallystick.domain.ClosingEvent;
import tallystick.domain.settlement.PayInCall;
import tallystick.domain.settlement.SettlementLeg;
import tallystick.engine.codec.sbe.ActProposedEncoder;
import tallystick.engine.codec.sbe.AffirmationProposedEncoder;
import tallystick.engine.codec.sbe.AffirmingBegunEncoder;
import tallystick.engine.codec.sbe.AggregateMismatchedEncoder;
import tallystick.engine.codec.sbe.ApprovalAskedEncoder;
import tallystick.engine.codec.sbe.LegConfirmedEncoder;
import tallystick.engine.codec.sbe.MessageHeaderEncoder;
import tallystick.engine.codec.sbe.PayInCalledEncoder;
import tallystick.engine.codec.sbe.PayInReceivedEncoder;
import tallystick.engine.codec.sbe.PaymentUnmatchedEncoder;
import tallystick.engine.codec.sbe.StatementAffirmedEncoder;
import tallystick.engine.codec.sbe.WindowAbortedEncoder;
import tallystick.engine.codec.sbe.WindowApprovedEncoder;
import tallystick.engine.codec.sbe.WindowFinalisedEncoder;
import tallystick.engine.codec.sbe.WindowInstructedEncoder;
import tallystick.engine.codec.sbe.WindowSettledEncoder;

/** Turns the events of a closing window into leaves. One thread. */
final class ClosingEncoder {

    private static final int HEADER = MessageHeaderEncoder.ENCODED_LENGTH;

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();

    int encode(ClosingEvent event, Leaf leaf) {
        return switch (event) {
            case ClosingEvent.AffirmingBegun e -> encode(e, leaf);
            case ClosingEvent.AffirmationProposed e -> encode(e, leaf);
            case ClosingEvent.AggregateMismatched e -> encode(e, leaf);
            case ClosingEvent.StatementAffirmed e -> encode(e, leaf);
            case ClosingEvent.ApprovalAsked e -> encode(e, leaf);
            case ClosingEvent.ActProposed e -> encode(e, leaf);
            case ClosingEvent.WindowApproved e -> encode(e, leaf);
            case ClosingEvent.PayInCalled e -> encode(e, leaf);
            case ClosingEvent.PayInReceived e -> encode(e, leaf);
            case ClosingEvent.WindowInstructed e -> encode(e, leaf);
            case ClosingEvent.LegConfirmed e -> encode(e, leaf);
            case ClosingEvent.PaymentUnmatched e -> encode(e, leaf);
            case ClosingEvent.WindowSettled e -> encode(e, leaf);
            case ClosingEvent.WindowFinalised e -> encode(e, leaf);
            case ClosingEvent.WindowAborted e -> encode(e, leaf);
        };
    }

    private int encode(ClosingEvent.AffirmingBegun event, Leaf leaf) {
        AffirmingBegunEncoder body = new AffirmingBegunEncoder();
        body.wrapAndApplyHeader(leaf.buffer(), leaf.offset(), header)
                .position(leaf.position())
                .recordedEpochNanos(leaf.recordedEpochNanos())
                .deadlineEpochNanos(event.deadlineEpochNanos())
                .toleranceMinor(event.toleranceMinor())
                .window(event.window());
        return HEADER + body.encodedLength();
    }

    private int encode(ClosingEvent.AffirmationProposed event, Leaf leaf) {
        AffirmationProposedEncoder body = new AffirmationProposedEncoder();
        body.wrapAndApplyHeader(leaf.buffer(), leaf.offset(), header)
                .position(leaf.position())
                .recordedEpochNanos(leaf.recordedEpochNanos())
                .window(event.window())
                .statement(event.statement())
                .operatorName(event.operator())
                .actor(event.actor());
        return HEADER + body.encodedLength();
    }

    private int encode(ClosingEvent.AggregateMismatched event, Leaf leaf) {
        AggregateMismatchedEncoder body = new AggregateMismatchedEncoder();
        body.wrapAndApplyHeader(leaf.buffer(), leaf.offset(), header)
                .position(leaf.position())
                .recordedEpochNanos(leaf.recordedEpochNanos())
                .minor(event.minor())
                .window(event.window())
                .statement(event.statement())
                .operatorName(event.operator())
                .actor(event.actor())
                .hash(event.hash());
        return HEADER + body.encodedLength();
    }

    private int encode(ClosingEvent.StatementAffirmed event, Leaf leaf) {
        StatementAffirmedEncoder body = new StatementAffirmedEncoder();
        body.wrapAndApplyHeader(leaf.buffer(), leaf.offset(), header)
                .position(leaf.position())
                .recordedEpochNanos(leaf.recordedEpochNanos())
                .how((short) event.how().ordinal())
                .window(event.window())
                .statement(event.statement())
                .operatorName(event.operator())
                .maker(event.maker())
                .checker(event.checker());
        return HEADER + body.encodedLength();
    }

    private int encode(ClosingEvent.ApprovalAsked event, Leaf leaf) {
        ApprovalAskedEncoder body = new ApprovalAskedEncoder();
        body.wrapAndApplyHeader(leaf.buffer(), leaf.offset(), header)
                .position(leaf.position())
                .recordedEpochNanos(leaf.recordedEpochNanos())
                .window(event.window())
                .hash(event.hash());
        return HEADER + body.encodedLength();
    }

    private int encode(ClosingEvent.ActProposed event, Leaf leaf) {
        ActProposedEncoder body = new ActProposedEncoder();
        body.wrapAndApplyHeader(leaf.buffer(), leaf.offset(), header)
                .position(leaf.position())
                .recordedEpochNanos(leaf.recordedEpochNanos())
                .act((short) event.act().ordinal())
                .window(event.window())
                .actor(event.actor())
                .subject(event.subject());
        return HEADER + body.encodedLength();
    }

    private int encode(ClosingEvent.WindowApproved event, Leaf leaf) {
        WindowApprovedEncoder body = new WindowApprovedEncoder();
        body.wrapAndApplyHeader(leaf.buffer(), leaf.offset(), header)
                .position(leaf.position())
                .recordedEpochNanos(leaf.recordedEpochNanos())
                .window(event.window())
                .hash(event.hash())
                .maker(event.maker())
                .checker(event.checker());
        return HEADER + body.encodedLength();
    }

    private int encode(ClosingEvent.PayInReceived event, Leaf leaf) {
        PayInReceivedEncoder body = new PayInReceivedEncoder();
        body.wrapAndApplyHeader(leaf.buffer(), leaf.offset(), header)
                .position(leaf.position())
                .recordedEpochNanos(leaf.recordedEpochNanos())
                .minor(event.minor())
                .window(event.window())
                .operatorName(event.operator())
                .asset(event.asset())
                .entry(event.entry());
        return HEADER + body.encodedLength();
    }

    private int encode(ClosingEvent.LegConfirmed event, Leaf leaf) {
        LegConfirmedEncoder body = new LegConfirmedEncoder();
        body.wrapAndApplyHeader(leaf.buffer(), leaf.offset(), header)
                .position(leaf.position())
                .recordedEpochNanos(leaf.recordedEpochNanos())
                .minor(event.minor())
                .window(event.window())
                .uetr(event.uetr())
                .entry(event.entry());
        return HEADER + body.encodedLength();
    }

    private int encode(ClosingEvent.PaymentUnmatched event, Leaf leaf) {
        PaymentUnmatchedEncoder body = new PaymentUnmatchedEncoder();
        body.wrapAndApplyHeader(leaf.buffer(), leaf.offset(), header)
                .position(leaf.position())
                .recordedEpochNanos(leaf.recordedEpochNanos())
                .minor(event.minor())
                .window(event.window())
                .uetr(event.uetr())
                .asset(event.asset())
                .entry(event.entry())
                .reason(event.reason());
        return HEADER + body.encodedLength();
    }

    private int encode(ClosingEvent.WindowSettled event, Leaf leaf) {
        WindowSettledEncoder body = new WindowSettledEncoder();
        body.wrapAndApplyHeader(leaf.buffer(), leaf.offset(), header)
                .position(leaf.position())
                .recordedEpochNanos(leaf.recordedEpochNanos())
                .window(event.window());
        return HEADER + body.encodedLength();
    }

    private int encode(ClosingEvent.WindowFinalised event, Leaf leaf) {
        WindowFinalisedEncoder body = new WindowFinalisedEncoder();
        body.wrapAndApplyHeader(leaf.buffer(), leaf.offset(), header)
                .position(leaf.position())
                .recordedEpochNanos(leaf.recordedEpochNanos())
                .window(event.window())
                .certificate(event.certificate());
        return HEADER + body.encodedLength();
    }

    private int encode(ClosingEvent.WindowAborted event, Leaf leaf) {
        WindowAbortedEncoder body = new WindowAbortedEncoder();
        body.wrapAndApplyHeader(leaf.buffer(), leaf.offset(), header)
                .position(leaf.position())
                .recordedEpochNanos(leaf.recordedEpochNanos())
                .window(event.window())
                .nextWindow(event.nextWindow())
                .reason(event.reason())
                .maker(event.maker())
                .checker(event.checker());
        return HEADER + body.encodedLength();
    }

    private int encode(ClosingEvent.PayInCalled event, Leaf leaf) {
        PayInCalledEncoder body = new PayInCalledEncoder();
        body.wrapAndApplyHeader(leaf.buffer(), leaf.offset(), header)
                .position(leaf.position())
                .recordedEpochNanos(leaf.recordedEpochNanos())
                .dueByEpochNanos(event.dueByEpochNanos());
        PayInCalledEncoder.CallsEncoder calls = body.callsCount(event.calls().size());
        for (PayInCall call : event.calls()) {
            calls.next().minor(call.minor()).asset(call.asset()).operatorName(call.operator());
        }
        body.window(event.window());
        return HEADER + body.encodedLength();
    }

    private int encode(ClosingEvent.WindowInstructed event, Leaf leaf) {
        WindowInstructedEncoder body = new WindowInstructedEncoder();
        body.wrapAndApplyHeader(leaf.buffer(), leaf.offset(), header)
                .position(leaf.position())
                .recordedEpochNanos(leaf.recordedEpochNanos())
                .valueDateEpochDay(event.valueDateEpochDay());
        WindowInstructedEncoder.LegsEncoder legs = body.legsCount(event.legs().size());
        for (SettlementLeg leg : event.legs()) {
            legs.next()
                    .leg(leg.leg())
                    .minor(leg.minor())
                    .asset(leg.asset())
                    .debtor(leg.debtor())
                    .creditor(leg.creditor())
                    .uetr(leg.uetr());
        }
        body.window(event.window()).maker(event.maker()).checker(event.checker());
        return HEADER + body.encodedLength();
    }
}
