package tallystick.engine.codec;

import java.util.List;
import tallystick.domain.ClosingEvent;
import tallystick.domain.DefaultEvent;
import tallystick.domain.DisputeEvent;
import tallystick.domain.FxEvent;
import tallystick.domain.LedgerEvent;
import tallystick.domain.TermsEvent;
import tallystick.domain.WindowRunEvent;
import tallystick.domain.settlement.BilateralPosition;
import tallystick.domain.settlement.NetPosition;
import tallystick.domain.settlement.Statement;
import tallystick.domain.settlement.StatementLine;
import tallystick.engine.codec.sbe.MessageHeaderEncoder;
import tallystick.engine.codec.sbe.StatementsIssuedEncoder;
import tallystick.engine.codec.sbe.WindowCalculatedEncoder;
import tallystick.engine.codec.sbe.WindowCutOffEncoder;
import tallystick.engine.codec.sbe.WindowFencedEncoder;
import tallystick.engine.codec.sbe.WindowNettedEncoder;
import tallystick.engine.codec.sbe.WindowOpenedEncoder;
import tallystick.engine.codec.sbe.WindowSealedEncoder;

/** Turns the events of the settlement window into leaves. One thread. */
final class SettlementEncoder {

    private static final int HEADER = MessageHeaderEncoder.ENCODED_LENGTH;

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final ClosingEncoder closing = new ClosingEncoder();
    private final DisputeEncoder dispute = new DisputeEncoder();
    private final DefaultEncoder defaults = new DefaultEncoder();
    private final FxEncoder fx = new FxEncoder();
    private final WindowRunEncoder run = new WindowRunEncoder();
    private final TermsEncoder terms = new TermsEncoder();

    int encode(LedgerEvent.Settlement event, Leaf leaf) {
        return switch (event) {
            case LedgerEvent.Settlement.WindowOpened e -> opened(e, leaf);
            case LedgerEvent.Settlement.WindowCutOff e -> cutOff(e, leaf);
            case LedgerEvent.Settlement.WindowFenced e -> fenced(e, leaf);
            case LedgerEvent.Settlement.WindowSealed e -> sealed(e, leaf);
            case LedgerEvent.Settlement.WindowCalculated e -> calculated(e, leaf);
            case LedgerEvent.Settlement.StatementsIssued e -> issued(e, leaf);
            case LedgerEvent.Settlement.WindowNetted e -> netted(e, leaf);
            case WindowRunEvent e -> run.encode(e, leaf);
            case ClosingEvent e -> closing.encode(e, leaf);
            case DisputeEvent e -> dispute.encode(e, leaf);
            case DefaultEvent e -> defaults.encode(e, leaf);
            case FxEvent e -> fx.encode(e, leaf);
            case TermsEvent e -> terms.encode(e, leaf);
        };
    }

    private int opened(LedgerEvent.Settlement.WindowOpened event, Leaf leaf) {
        WindowOpenedEncoder body = new WindowOpenedEncoder();
        body.wrapAndApplyHeader(leaf.buffer(), leaf.offset(), header)
                .position(leaf.position())
                .recordedEpochNanos(leaf.recordedEpochNanos())
                .startsAtEpochNanos(event.startsAtEpochNanos())
                .window(event.window())
                .settlementModel(event.settlementModel());
        return HEADER + body.encodedLength();
    }

    private int cutOff(LedgerEvent.Settlement.WindowCutOff event, Leaf leaf) {
        WindowCutOffEncoder body = new WindowCutOffEncoder();
        body.wrapAndApplyHeader(leaf.buffer(), leaf.offset(), header)
                .position(leaf.position())
                .recordedEpochNanos(leaf.recordedEpochNanos())
                .cutOffEpochNanos(event.cutOffEpochNanos())
                .window(event.window());
        return HEADER + body.encodedLength();
    }

    private int fenced(LedgerEvent.Settlement.WindowFenced event, Leaf leaf) {
        WindowFencedEncoder body = new WindowFencedEncoder();
        body.wrapAndApplyHeader(leaf.buffer(), leaf.offset(), header)
                .position(leaf.position())
                .recordedEpochNanos(leaf.recordedEpochNanos())
                .lastSequence(event.lastSequence())
                .window(event.window());
        return HEADER + body.encodedLength();
    }

    private int sealed(LedgerEvent.Settlement.WindowSealed event, Leaf leaf) {
        WindowSealedEncoder body = new WindowSealedEncoder();
        body.wrapAndApplyHeader(leaf.buffer(), leaf.offset(), header)
                .position(leaf.position())
                .recordedEpochNanos(leaf.recordedEpochNanos())
                .records(event.records());
        WindowSealedEncoder.TokensEncoder tokens = body.tokensCount(event.tokens().size());
        for (long count : event.tokens()) {
            tokens.next().classTotal(count);
        }
        body.window(event.window()).merkleRoot(event.merkleRoot());
        return HEADER + body.encodedLength();
    }

    private int calculated(LedgerEvent.Settlement.WindowCalculated event, Leaf leaf) {
        WindowCalculatedEncoder body = new WindowCalculatedEncoder();
        body.wrapAndApplyHeader(leaf.buffer(), leaf.offset(), header)
                .position(leaf.position())
                .recordedEpochNanos(leaf.recordedEpochNanos());
        WindowCalculatedEncoder.StatementsEncoder group =
                body.statementsCount(event.statements().size());
        for (Statement statement : event.statements()) {
            group.next().minorDigits(statement.minorDigits()).total(statement.total());
            EventEncoder.pico(statement.exact(), group.exact());
            lines(statement.lines(), group);
            group.statement(statement.statement())
                    .homeOperator(statement.homeOperator())
                    .servingOperator(statement.servingOperator())
                    .asset(statement.asset());
        }
        body.window(event.window());
        return HEADER + body.encodedLength();
    }

    private static void lines(
            List<StatementLine> lines, WindowCalculatedEncoder.StatementsEncoder statement) {
        WindowCalculatedEncoder.StatementsEncoder.LinesEncoder group =
                statement.linesCount(lines.size());
        for (StatementLine line : lines) {
            group.next()
                    .tariffVersion(line.tariffVersion())
                    .records(line.records())
                    .rounded(line.rounded());
            EventEncoder.pico(line.exact(), group.exact());
            WindowCalculatedEncoder.StatementsEncoder.LinesEncoder.TokensEncoder tokens =
                    group.tokensCount(line.tokens().size());
            for (long count : line.tokens()) {
                tokens.next().classTotal(count);
            }
            group.model(line.model()).tariff(line.tariff());
        }
    }

    private int issued(LedgerEvent.Settlement.StatementsIssued event, Leaf leaf) {
        StatementsIssuedEncoder body = new StatementsIssuedEncoder();
        body.wrapAndApplyHeader(leaf.buffer(), leaf.offset(), header)
                .position(leaf.position())
                .recordedEpochNanos(leaf.recordedEpochNanos());
        StatementsIssuedEncoder.StatementsEncoder group =
                body.statementsCount(event.statements().size());
        for (String statement : event.statements()) {
            group.next().statement(statement);
        }
        body.window(event.window());
        return HEADER + body.encodedLength();
    }

    private int netted(LedgerEvent.Settlement.WindowNetted event, Leaf leaf) {
        WindowNettedEncoder body = new WindowNettedEncoder();
        body.wrapAndApplyHeader(leaf.buffer(), leaf.offset(), header)
                .position(leaf.position())
                .recordedEpochNanos(leaf.recordedEpochNanos());
        WindowNettedEncoder.BilateralEncoder bilateral =
                body.bilateralCount(event.bilateral().size());
        for (BilateralPosition pair : event.bilateral()) {
            bilateral
                    .next()
                    .minor(pair.minor())
                    .asset(pair.asset())
                    .debtor(pair.debtor())
                    .creditor(pair.creditor());
        }
        WindowNettedEncoder.PositionsEncoder net = body.positionsCount(event.positions().size());
        for (NetPosition position : event.positions()) {
            net.next()
                    .minor(position.minor())
                    .asset(position.asset())
                    .operatorName(position.operator());
        }
        body.window(event.window());
        return HEADER + body.encodedLength();
    }
}
