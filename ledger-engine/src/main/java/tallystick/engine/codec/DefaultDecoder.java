package tallystick.engine.codec;

import java.util.ArrayList;
import java.util.List;
import tallystick.domain.DefaultEvent;
import tallystick.domain.settlement.DefaultDraw;
import tallystick.domain.settlement.NetPosition;
import tallystick.domain.settlement.PayInCall;
import tallystick.domain.settlement.Recast;
import tallystick.engine.codec.sbe.CollateralMovedDecoder;
import tallystick.engine.codec.sbe.DefaultCoveredDecoder;
import tallystick.engine.codec.sbe.DefaultDeclaredDecoder;
import tallystick.engine.codec.sbe.DefaultLiftedDecoder;
import tallystick.engine.codec.sbe.GraceGivenDecoder;
import tallystick.engine.codec.sbe.PayInLateDecoder;
import tallystick.engine.codec.sbe.WindowRecastDecoder;

/** Turns leaves of collateral and defaults back into events. */
final class DefaultDecoder {

    private static final Recast.Rule[] RULES = Recast.Rule.values();

    private DefaultDecoder() {}

    static DefaultEvent moved(LeafBody at) {
        CollateralMovedDecoder body = new CollateralMovedDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), at.header());
        long minor = body.minor();
        String operator = body.operatorName();
        DefaultEvent event =
                new DefaultEvent.CollateralMoved(operator, body.asset(), minor, body.entry());
        return at.whole(body.encodedLength(), event);
    }

    static DefaultEvent late(LeafBody at) {
        PayInLateDecoder body = new PayInLateDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), at.header());
        List<PayInCall> missing = new ArrayList<>();
        for (PayInLateDecoder.MissingDecoder one : body.missing()) {
            long minor = one.minor();
            missing.add(new PayInCall(one.asset(), one.operatorName(), minor));
        }
        DefaultEvent event = new DefaultEvent.PayInLate(body.window(), missing);
        return at.whole(body.encodedLength(), event);
    }

    static DefaultEvent grace(LeafBody at) {
        GraceGivenDecoder body = new GraceGivenDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), at.header());
        DefaultEvent event =
                new DefaultEvent.GraceGiven(
                        body.window(), body.operatorName(), body.untilEpochNanos(), body.actor());
        return at.whole(body.encodedLength(), event);
    }

    static DefaultEvent declared(LeafBody at) {
        DefaultDeclaredDecoder body = new DefaultDeclaredDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), at.header());
        DefaultEvent event =
                new DefaultEvent.DefaultDeclared(
                        body.window(),
                        body.operatorName(),
                        body.reference(),
                        body.maker(),
                        body.checker());
        return at.whole(body.encodedLength(), event);
    }

    static DefaultEvent covered(LeafBody at) {
        DefaultCoveredDecoder body = new DefaultCoveredDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), at.header());
        List<DefaultDraw> draws = new ArrayList<>();
        for (DefaultCoveredDecoder.DrawsDecoder one : body.draws()) {
            long minor = one.minor();
            draws.add(new DefaultDraw(one.asset(), one.resource(), one.payer(), minor));
        }
        DefaultEvent event =
                new DefaultEvent.DefaultCovered(
                        body.window(), body.operatorName(), body.nextWindow(), body.actor(), draws);
        return at.whole(body.encodedLength(), event);
    }

    static DefaultEvent recast(LeafBody at) {
        WindowRecastDecoder body = new WindowRecastDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), at.header());
        if (body.rule() >= RULES.length) {
            throw new LeafDamagedException("no recast has rule " + body.rule());
        }
        Recast.Rule rule = RULES[body.rule()];
        List<String> unwound = new ArrayList<>();
        for (WindowRecastDecoder.UnwoundDecoder one : body.unwound()) {
            unwound.add(one.statement());
        }
        List<NetPosition> before = new ArrayList<>();
        for (WindowRecastDecoder.BeforeDecoder one : body.before()) {
            long minor = one.minor();
            before.add(new NetPosition(one.asset(), one.operatorName(), minor));
        }
        List<NetPosition> after = new ArrayList<>();
        for (WindowRecastDecoder.AfterDecoder one : body.after()) {
            long minor = one.minor();
            after.add(new NetPosition(one.asset(), one.operatorName(), minor));
        }
        List<NetPosition> difference = new ArrayList<>();
        for (WindowRecastDecoder.DifferenceDecoder one : body.difference()) {
            long minor = one.minor();
            difference.add(new NetPosition(one.asset(), one.operatorName(), minor));
        }
        DefaultEvent event =
                new DefaultEvent.WindowRecast(
                        body.window(),
                        body.operatorName(),
                        rule,
                        body.nextWindow(),
                        body.maker(),
                        body.checker(),
                        unwound,
                        before,
                        after,
                        difference);
        return at.whole(body.encodedLength(), event);
    }

    static DefaultEvent lifted(LeafBody at) {
        DefaultLiftedDecoder body = new DefaultLiftedDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), at.header());
        DefaultEvent event =
                new DefaultEvent.DefaultLifted(
                        body.window(),
                        body.operatorName(),
                        body.reason(),
                        body.maker(),
                        body.checker());
        return at.whole(body.encodedLength(), event);
    }
}
