package tallystick.engine.codec;

import tallystick.domain.WindowRunEvent;
import tallystick.domain.settlement.BatchNotice;
import tallystick.domain.settlement.BusinessCalendar;
import tallystick.domain.settlement.SettlementModelTerms;
import tallystick.engine.codec.sbe.AutomationStoppedEncoder;
import tallystick.engine.codec.sbe.BatchNotedEncoder;
import tallystick.engine.codec.sbe.BatchReturnedEncoder;
import tallystick.engine.codec.sbe.GraceBegunEncoder;
import tallystick.engine.codec.sbe.MessageHeaderEncoder;
import tallystick.engine.codec.sbe.SettlementModelDefinedEncoder;
import tallystick.engine.codec.sbe.WindowScheduledEncoder;

/** Turns the events of windows that take their own steps into leaves. One thread. */
final class WindowRunEncoder {

    private static final int HEADER = MessageHeaderEncoder.ENCODED_LENGTH;

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();

    int encode(WindowRunEvent event, Leaf leaf) {
        return switch (event) {
            case WindowRunEvent.SettlementModelDefined e -> encode(e, leaf);
            case WindowRunEvent.WindowScheduled e -> encode(e, leaf);
            case WindowRunEvent.GraceBegun e -> encode(e, leaf);
            case WindowRunEvent.AutomationStopped e -> encode(e, leaf);
            case WindowRunEvent.BatchNoted e -> encode(e, leaf);
            case WindowRunEvent.BatchReturned e -> encode(e, leaf);
        };
    }

    private int encode(WindowRunEvent.SettlementModelDefined event, Leaf leaf) {
        SettlementModelTerms terms = event.terms();
        SettlementModelDefinedEncoder body = new SettlementModelDefinedEncoder();
        body.wrapAndApplyHeader(leaf.buffer(), leaf.offset(), header)
                .position(leaf.position())
                .recordedEpochNanos(leaf.recordedEpochNanos())
                .modelVersion(event.version())
                .calendar((short) terms.calendar().ordinal())
                .cutOffMinute(terms.cutOffMinute())
                .graceNanos(terms.graceNanos())
                .affirmNanos(terms.affirmNanos())
                .toleranceMinor(terms.toleranceMinor());
        SettlementModelDefinedEncoder.CutOffsEncoder cutOffs =
                body.cutOffsCount(terms.cutOffs().size());
        terms.cutOffs().forEach(at -> cutOffs.next().epochNanos(at));
        SettlementModelDefinedEncoder.CurrenciesEncoder currencies =
                body.currenciesCount(terms.currencies().size());
        for (BusinessCalendar calendar : terms.currencies()) {
            currencies.next().calendarText(calendar.text());
        }
        body.model(terms.model()).zone(terms.zone());
        return HEADER + body.encodedLength();
    }

    private int encode(WindowRunEvent.WindowScheduled event, Leaf leaf) {
        WindowScheduledEncoder body = new WindowScheduledEncoder();
        body.wrapAndApplyHeader(leaf.buffer(), leaf.offset(), header)
                .position(leaf.position())
                .recordedEpochNanos(leaf.recordedEpochNanos())
                .modelVersion(event.modelVersion())
                .cutOffEpochNanos(event.cutOffEpochNanos())
                .graceNanos(event.graceNanos())
                .affirmNanos(event.affirmNanos())
                .toleranceMinor(event.toleranceMinor())
                .window(event.window());
        return HEADER + body.encodedLength();
    }

    private int encode(WindowRunEvent.GraceBegun event, Leaf leaf) {
        GraceBegunEncoder body = new GraceBegunEncoder();
        body.wrapAndApplyHeader(leaf.buffer(), leaf.offset(), header)
                .position(leaf.position())
                .recordedEpochNanos(leaf.recordedEpochNanos())
                .untilEpochNanos(event.untilEpochNanos())
                .window(event.window());
        return HEADER + body.encodedLength();
    }

    private int encode(WindowRunEvent.AutomationStopped event, Leaf leaf) {
        AutomationStoppedEncoder body = new AutomationStoppedEncoder();
        body.wrapAndApplyHeader(leaf.buffer(), leaf.offset(), header)
                .position(leaf.position())
                .recordedEpochNanos(leaf.recordedEpochNanos())
                .at((short) event.at().ordinal())
                .window(event.window())
                .reason(event.reason());
        return HEADER + body.encodedLength();
    }

    private int encode(WindowRunEvent.BatchNoted event, Leaf leaf) {
        BatchNotice notice = event.notice();
        BatchNotedEncoder body = new BatchNotedEncoder();
        body.wrapAndApplyHeader(leaf.buffer(), leaf.offset(), header)
                .position(leaf.position())
                .recordedEpochNanos(leaf.recordedEpochNanos())
                .sequence(notice.sequence())
                .records(notice.records())
                .tokens(notice.tokens())
                .last((short) (notice.last() ? 1 : 0))
                .window(notice.window())
                .servingOperator(notice.servingOperator())
                .homeOperator(notice.homeOperator())
                .signature(notice.signature());
        return HEADER + body.encodedLength();
    }

    private int encode(WindowRunEvent.BatchReturned event, Leaf leaf) {
        BatchNotice notice = event.notice();
        BatchReturnedEncoder body = new BatchReturnedEncoder();
        body.wrapAndApplyHeader(leaf.buffer(), leaf.offset(), header)
                .position(leaf.position())
                .recordedEpochNanos(leaf.recordedEpochNanos())
                .sequence(notice.sequence())
                .records(notice.records())
                .tokens(notice.tokens())
                .last((short) (notice.last() ? 1 : 0))
                .refusalCode((short) event.code().ordinal())
                .window(notice.window())
                .servingOperator(notice.servingOperator())
                .homeOperator(notice.homeOperator())
                .signature(notice.signature())
                .reason(event.reason());
        return HEADER + body.encodedLength();
    }
}
