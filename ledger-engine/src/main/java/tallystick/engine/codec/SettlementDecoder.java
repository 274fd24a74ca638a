package tallystick.engine.codec;

import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import tallystick.domain.LedgerEvent;
import tallystick.domain.money.Pico;
import tallystick.domain.settlement.BilateralPosition;
import tallystick.domain.settlement.NetPosition;
import tallystick.domain.settlement.Statement;
import tallystick.domain.settlement.StatementLine;
import tallystick.engine.codec.sbe.MessageHeaderDecoder;
import tallystick.engine.codec.sbe.StatementsIssuedDecoder;
import tallystick.engine.codec.sbe.WindowCalculatedDecoder;
import tallystick.engine.codec.sbe.WindowCutOffDecoder;
import tallystick.engine.codec.sbe.WindowFencedDecoder;
import tallystick.engine.codec.sbe.WindowNettedDecoder;
import tallystick.engine.codec.sbe.WindowOpenedDecoder;
import tallystick.engine.codec.sbe.WindowSealedDecoder;

/** Turns leaves of the settlement window back into events. One thread. */
final class SettlementDecoder {

    private int bodyLength;

    /** Bytes that the last body decoded took. */
    int bodyLength() {
        return bodyLength;
    }

    LedgerEvent.Settlement decode(DirectBuffer buffer, int offset, MessageHeaderDecoder header) {
        return switch (header.templateId()) {
            case WindowOpenedDecoder.TEMPLATE_ID -> opened(buffer, offset, header);
            case WindowCutOffDecoder.TEMPLATE_ID -> cutOff(buffer, offset, header);
            case WindowFencedDecoder.TEMPLATE_ID -> fenced(buffer, offset, header);
            case WindowSealedDecoder.TEMPLATE_ID -> sealed(buffer, offset, header);
            case WindowCalculatedDecoder.TEMPLATE_ID -> calculated(buffer, offset, header);
            case StatementsIssuedDecoder.TEMPLATE_ID -> issued(buffer, offset, header);
            case WindowNettedDecoder.TEMPLATE_ID -> netted(buffer, offset, header);
            default -> throw new LeafDamagedException("not of a window: " + header.templateId());
        };
    }

    private LedgerEvent.Settlement opened(
            DirectBuffer buffer, int at, MessageHeaderDecoder header) {
        WindowOpenedDecoder body = new WindowOpenedDecoder();
        body.wrapAndApplyHeader(buffer, at, header);
        LedgerEvent.Settlement event =
                new LedgerEvent.Settlement.WindowOpened(
                        body.window(), body.settlementModel(), body.startsAtEpochNanos());
        return read(body.encodedLength(), event);
    }

    private LedgerEvent.Settlement cutOff(
            DirectBuffer buffer, int at, MessageHeaderDecoder header) {
        WindowCutOffDecoder body = new WindowCutOffDecoder();
        body.wrapAndApplyHeader(buffer, at, header);
        LedgerEvent.Settlement event =
                new LedgerEvent.Settlement.WindowCutOff(body.window(), body.cutOffEpochNanos());
        return read(body.encodedLength(), event);
    }

    private LedgerEvent.Settlement fenced(
            DirectBuffer buffer, int at, MessageHeaderDecoder header) {
        WindowFencedDecoder body = new WindowFencedDecoder();
        body.wrapAndApplyHeader(buffer, at, header);
        LedgerEvent.Settlement event =
                new LedgerEvent.Settlement.WindowFenced(body.window(), body.lastSequence());
        return read(body.encodedLength(), event);
    }

    private LedgerEvent.Settlement sealed(
            DirectBuffer buffer, int at, MessageHeaderDecoder header) {
        WindowSealedDecoder body = new WindowSealedDecoder();
        body.wrapAndApplyHeader(buffer, at, header);
        List<Long> tokens = new ArrayList<>();
        for (WindowSealedDecoder.TokensDecoder one : body.tokens()) {
            tokens.add(one.classTotal());
        }
        LedgerEvent.Settlement event =
                new LedgerEvent.Settlement.WindowSealed(
                        body.window(), body.records(), tokens, body.merkleRoot());
        return read(body.encodedLength(), event);
    }

    private LedgerEvent.Settlement calculated(
            DirectBuffer buffer, int at, MessageHeaderDecoder header) {
        WindowCalculatedDecoder body = new WindowCalculatedDecoder();
        body.wrapAndApplyHeader(buffer, at, header);
        List<Statement> statements = new ArrayList<>();
        for (WindowCalculatedDecoder.StatementsDecoder one : body.statements()) {
            statements.add(statement(one));
        }
        LedgerEvent.Settlement event =
                new LedgerEvent.Settlement.WindowCalculated(body.window(), statements);
        return read(body.encodedLength(), event);
    }

    private static Statement statement(WindowCalculatedDecoder.StatementsDecoder from) {
        int minorDigits = from.minorDigits();
        long total = from.total();
        Pico exact = EventDecoder.pico(from.exact());
        List<StatementLine> lines = new ArrayList<>();
        for (WindowCalculatedDecoder.StatementsDecoder.LinesDecoder one : from.lines()) {
            lines.add(line(one));
        }
        return new Statement(
                from.statement(),
                from.homeOperator(),
                from.servingOperator(),
                from.asset(),
                minorDigits,
                lines,
                exact,
                total);
    }

    private static StatementLine line(WindowCalculatedDecoder.StatementsDecoder.LinesDecoder from) {
        int version = from.tariffVersion();
        long records = from.records();
        long rounded = from.rounded();
        Pico exact = EventDecoder.pico(from.exact());
        List<Long> tokens = new ArrayList<>();
        for (WindowCalculatedDecoder.StatementsDecoder.LinesDecoder.TokensDecoder one :
                from.tokens()) {
            tokens.add(one.classTotal());
        }
        return new StatementLine(
                from.model(), from.tariff(), version, records, tokens, exact, rounded);
    }

    private LedgerEvent.Settlement issued(
            DirectBuffer buffer, int at, MessageHeaderDecoder header) {
        StatementsIssuedDecoder body = new StatementsIssuedDecoder();
        body.wrapAndApplyHeader(buffer, at, header);
        List<String> statements = new ArrayList<>();
        for (StatementsIssuedDecoder.StatementsDecoder one : body.statements()) {
            statements.add(one.statement());
        }
        LedgerEvent.Settlement event =
                new LedgerEvent.Settlement.StatementsIssued(body.window(), statements);
        return read(body.encodedLength(), event);
    }

    private LedgerEvent.Settlement netted(
            DirectBuffer buffer, int at, MessageHeaderDecoder header) {
        WindowNettedDecoder body = new WindowNettedDecoder();
        body.wrapAndApplyHeader(buffer, at, header);
        List<BilateralPosition> bilateral = new ArrayList<>();
        for (WindowNettedDecoder.BilateralDecoder one : body.bilateral()) {
            long minor = one.minor();
            bilateral.add(new BilateralPosition(one.asset(), one.debtor(), one.creditor(), minor));
        }
        List<NetPosition> positions = new ArrayList<>();
        for (WindowNettedDecoder.PositionsDecoder one : body.positions()) {
            long minor = one.minor();
            positions.add(new NetPosition(one.asset(), one.operatorName(), minor));
        }
        LedgerEvent.Settlement event =
                new LedgerEvent.Settlement.WindowNetted(body.window(), bilateral, positions);
        return read(body.encodedLength(), event);
    }

    private LedgerEvent.Settlement read(int length, LedgerEvent.Settlement event) {
        bodyLength = length;
        return event;
    }
}
