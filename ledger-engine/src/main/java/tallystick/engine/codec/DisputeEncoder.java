package tallystick.engine.codec;

import tallystick.domain.DisputeEvent;
import tallystick.domain.settlement.LineAmount;
import tallystick.engine.codec.sbe.DisputeMovedEncoder;
import tallystick.engine.codec.sbe.DisputeOpenedEncoder;
import tallystick.engine.codec.sbe.DisputeResolvedEncoder;
import tallystick.engine.codec.sbe.MessageHeaderEncoder;

/** Turns the events of disputes into leaves. One thread. */
final class DisputeEncoder {

    private static final int HEADER = MessageHeaderEncoder.ENCODED_LENGTH;

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();

    int encode(DisputeEvent event, Leaf leaf) {
        return switch (event) {
            case DisputeEvent.DisputeOpened e -> encode(e, leaf);
            case DisputeEvent.DisputeMoved e -> encode(e, leaf);
            case DisputeEvent.DisputeResolved e -> encode(e, leaf);
        };
    }

    private int encode(DisputeEvent.DisputeOpened event, Leaf leaf) {
        DisputeOpenedEncoder body = new DisputeOpenedEncoder();
        body.wrapAndApplyHeader(leaf.buffer(), leaf.offset(), header)
                .position(leaf.position())
                .recordedEpochNanos(leaf.recordedEpochNanos())
                .deadlineEpochNanos(event.deadlineEpochNanos())
                .withheld((short) (event.withheld() ? 1 : 0));
        DisputeOpenedEncoder.ClaimsEncoder claims = body.claimsCount(event.claims().size());
        for (LineAmount line : event.claims()) {
            claims.next().line(line.line()).minor(line.minor());
        }
        body.window(event.window())
                .dispute(event.dispute())
                .statement(event.statement())
                .operatorName(event.operator())
                .actor(event.actor())
                .reason(event.reason());
        return HEADER + body.encodedLength();
    }

    private int encode(DisputeEvent.DisputeMoved event, Leaf leaf) {
        DisputeMovedEncoder body = new DisputeMovedEncoder();
        body.wrapAndApplyHeader(leaf.buffer(), leaf.offset(), header)
                .position(leaf.position())
                .recordedEpochNanos(leaf.recordedEpochNanos())
                .state((short) event.state().ordinal())
                .deadlineEpochNanos(event.deadlineEpochNanos());
        DisputeMovedEncoder.GrantsEncoder grants = body.grantsCount(event.grants().size());
        for (LineAmount line : event.grants()) {
            grants.next().line(line.line()).minor(line.minor());
        }
        body.window(event.window())
                .dispute(event.dispute())
                .operatorName(event.operator())
                .actor(event.actor())
                .note(event.note());
        return HEADER + body.encodedLength();
    }

    private int encode(DisputeEvent.DisputeResolved event, Leaf leaf) {
        DisputeResolvedEncoder body = new DisputeResolvedEncoder();
        body.wrapAndApplyHeader(leaf.buffer(), leaf.offset(), header)
                .position(leaf.position())
                .recordedEpochNanos(leaf.recordedEpochNanos());
        DisputeResolvedEncoder.CreditsEncoder credits = body.creditsCount(event.credits().size());
        for (LineAmount line : event.credits()) {
            credits.next().line(line.line()).minor(line.minor());
        }
        DisputeResolvedEncoder.DebitsEncoder debits = body.debitsCount(event.debits().size());
        for (LineAmount line : event.debits()) {
            debits.next().line(line.line()).minor(line.minor());
        }
        body.window(event.window()).dispute(event.dispute()).nextWindow(event.nextWindow());
        return HEADER + body.encodedLength();
    }
}
