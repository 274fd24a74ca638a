package tallystick.engine.codec;

import java.util.ArrayList;
import java.util.List;
import tallystick.domain.DisputeEvent;
import tallystick.domain.settlement.DisputeState;
import tallystick.domain.settlement.LineAmount;
import tallystick.engine.codec.sbe.DisputeMovedDecoder;
import tallystick.engine.codec.sbe.DisputeOpenedDecoder;
import tallystick.engine.codec.sbe.DisputeResolvedDecoder;

/** Turns leaves of disputes back into events. */
final class DisputeDecoder {

    private static final DisputeState[] STATES = DisputeState.values();

    private DisputeDecoder() {}

    static DisputeEvent opened(LeafBody at) {
        DisputeOpenedDecoder body = new DisputeOpenedDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), at.header());
        List<LineAmount> claims = new ArrayList<>();
        for (DisputeOpenedDecoder.ClaimsDecoder one : body.claims()) {
            claims.add(new LineAmount(one.line(), one.minor()));
        }
        boolean withheld =
                switch (body.withheld()) {
                    case 0 -> false;
                    case 1 -> true;
                    default -> throw new LeafDamagedException("a flag is " + body.withheld());
                };
        DisputeEvent event =
                new DisputeEvent.DisputeOpened(
                        body.window(),
                        body.dispute(),
                        body.statement(),
                        body.operatorName(),
                        body.actor(),
                        body.reason(),
                        body.deadlineEpochNanos(),
                        withheld,
                        claims);
        return at.whole(body.encodedLength(), event);
    }

    static DisputeEvent moved(LeafBody at) {
        DisputeMovedDecoder body = new DisputeMovedDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), at.header());
        List<LineAmount> grants = new ArrayList<>();
        for (DisputeMovedDecoder.GrantsDecoder one : body.grants()) {
            grants.add(new LineAmount(one.line(), one.minor()));
        }
        DisputeEvent event =
                new DisputeEvent.DisputeMoved(
                        body.window(),
                        body.dispute(),
                        STATES[body.state()],
                        body.operatorName(),
                        body.actor(),
                        body.note(),
                        body.deadlineEpochNanos(),
                        grants);
        return at.whole(body.encodedLength(), event);
    }

    static DisputeEvent resolved(LeafBody at) {
        DisputeResolvedDecoder body = new DisputeResolvedDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), at.header());
        List<LineAmount> credits = new ArrayList<>();
        for (DisputeResolvedDecoder.CreditsDecoder one : body.credits()) {
            credits.add(new LineAmount(one.line(), one.minor()));
        }
        List<LineAmount> debits = new ArrayList<>();
        for (DisputeResolvedDecoder.DebitsDecoder one : body.debits()) {
            debits.add(new LineAmount(one.line(), one.minor()));
        }
        DisputeEvent event =
                new DisputeEvent.DisputeResolved(
                        body.window(), body.dispute(), body.nextWindow(), credits, debits);
        return at.whole(body.encodedLength(), event);
    }
}
