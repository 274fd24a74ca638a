package tallystick.engine.codec;

import tallystick.domain.DefaultEvent;
import tallystick.domain.settlement.DefaultDraw;
import tallystick.domain.settlement.NetPosition;
import tallystick.domain.settlement.PayInCall;
import tallystick.engine.codec.sbe.CollateralMovedEncoder;
import tallystick.engine.codec.sbe.DefaultCoveredEncoder;
import tallystick.engine.codec.sbe.DefaultDeclaredEncoder;
import tallystick.engine.codec.sbe.DefaultLiftedEncoder;
import tallystick.engine.codec.sbe.GraceGivenEncoder;
import tallystick.engine.codec.sbe.MessageHeaderEncoder;
import tallystick.engine.codec.sbe.PayInLateEncoder;
import tallystick.engine.codec.sbe.WindowRecastEncoder;

/** Turns the events of collateral and defaults into leaves. One thread. */
final class DefaultEncoder {

    private static final int HEADER = MessageHeaderEncoder.ENCODED_LENGTH;

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();

    int encode(DefaultEvent event, Leaf leaf) {
        return switch (event) {
            case DefaultEvent.CollateralMoved e -> encode(e, leaf);
            case DefaultEvent.PayInLate e -> encode(e, leaf);
            case DefaultEvent.GraceGiven e -> encode(e, leaf);
            case DefaultEvent.DefaultDeclared e -> encode(e, leaf);
            case DefaultEvent.DefaultCovered e -> encode(e, leaf);
            case DefaultEvent.WindowRecast e -> encode(e, leaf);
            case DefaultEvent.DefaultLifted e -> encode(e, leaf);
        };
    }

    private int encode(DefaultEvent.CollateralMoved event, Leaf leaf) {
        CollateralMovedEncoder body = new CollateralMovedEncoder();
        body.wrapAndApplyHeader(leaf.buffer(), leaf.offset(), header)
                .position(leaf.position())
                .recordedEpochNanos(leaf.recordedEpochNanos())
                .minor(event.minor());
        body.operatorName(event.operator()).asset(event.asset()).entry(event.entry());
        return HEADER + body.encodedLength();
    }

    private int encode(DefaultEvent.PayInLate event, Leaf leaf) {
        PayInLateEncoder body = new PayInLateEncoder();
        body.wrapAndApplyHeader(leaf.buffer(), leaf.offset(), header)
                .position(leaf.position())
                .recordedEpochNanos(leaf.recordedEpochNanos());
        PayInLateEncoder.MissingEncoder missing = body.missingCount(event.missing().size());
        for (PayInCall one : event.missing()) {
            missing.next().minor(one.minor()).asset(one.asset()).operatorName(one.operator());
        }
        body.window(event.window());
        return HEADER + body.encodedLength();
    }

    private int encode(DefaultEvent.GraceGiven event, Leaf leaf) {
        GraceGivenEncoder body = new GraceGivenEncoder();
        body.wrapAndApplyHeader(leaf.buffer(), leaf.offset(), header)
                .position(leaf.position())
                .recordedEpochNanos(leaf.recordedEpochNanos())
                .untilEpochNanos(event.untilEpochNanos());
        body.window(event.window()).operatorName(event.operator()).actor(event.actor());
        return HEADER + body.encodedLength();
    }

    private int encode(DefaultEvent.DefaultDeclared event, Leaf leaf) {
        DefaultDeclaredEncoder body = new DefaultDeclaredEncoder();
        body.wrapAndApplyHeader(leaf.buffer(), leaf.offset(), header)
                .position(leaf.position())
                .recordedEpochNanos(leaf.recordedEpochNanos());
        body.window(event.window())
                .operatorName(event.operator())
                .reference(event.reference())
                .maker(event.maker())
                .checker(event.checker());
        return HEADER + body.encodedLength();
    }

    private int encode(DefaultEvent.DefaultCovered event, Leaf leaf) {
        DefaultCoveredEncoder body = new DefaultCoveredEncoder();
        body.wrapAndApplyHeader(leaf.buffer(), leaf.offset(), header)
                .position(leaf.position())
                .recordedEpochNanos(leaf.recordedEpochNanos());
        DefaultCoveredEncoder.DrawsEncoder draws = body.drawsCount(event.draws().size());
        for (DefaultDraw one : event.draws()) {
            draws.next()
                    .minor(one.minor())
                    .asset(one.asset())
                    .resource(one.resource())
                    .payer(one.payer());
        }
        body.window(event.window())
                .operatorName(event.operator())
                .nextWindow(event.nextWindow())
                .actor(event.actor());
        return HEADER + body.encodedLength();
    }

    private int encode(DefaultEvent.WindowRecast event, Leaf leaf) {
        WindowRecastEncoder body = new WindowRecastEncoder();
        body.wrapAndApplyHeader(leaf.buffer(), leaf.offset(), header)
                .position(leaf.position())
                .recordedEpochNanos(leaf.recordedEpochNanos())
                .rule((short) event.rule().ordinal());
        WindowRecastEncoder.UnwoundEncoder unwound = body.unwoundCount(event.unwound().size());
        for (String statement : event.unwound()) {
            unwound.next().statement(statement);
        }
        WindowRecastEncoder.BeforeEncoder before = body.beforeCount(event.before().size());
        for (NetPosition one : event.before()) {
            before.next().minor(one.minor()).asset(one.asset()).operatorName(one.operator());
        }
        WindowRecastEncoder.AfterEncoder after = body.afterCount(event.after().size());
        for (NetPosition one : event.after()) {
            after.next().minor(one.minor()).asset(one.asset()).operatorName(one.operator());
        }
        WindowRecastEncoder.DifferenceEncoder difference =
                body.differenceCount(event.difference().size());
        for (NetPosition one : event.difference()) {
            difference.next().minor(one.minor()).asset(one.asset()).operatorName(one.operator());
        }
        body.window(event.window())
                .operatorName(event.operator())
                .nextWindow(event.nextWindow())
                .maker(event.maker())
                .checker(event.checker());
        return HEADER + body.encodedLength();
    }

    private int encode(DefaultEvent.DefaultLifted event, Leaf leaf) {
        DefaultLiftedEncoder body = new DefaultLiftedEncoder();
        body.wrapAndApplyHeader(leaf.buffer(), leaf.offset(), header)
                .position(leaf.position())
                .recordedEpochNanos(leaf.recordedEpochNanos());
        body.window(event.window())
                .operatorName(event.operator())
                .reason(event.reason())
                .maker(event.maker())
                .checker(event.checker());
        return HEADER + body.encodedLength();
    }
}
