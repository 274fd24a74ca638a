package tallystick.engine.codec;

import java.util.ArrayList;
import java.util.List;
import tallystick.domain.RefusalCode;
import tallystick.domain.WindowRunEvent;
import tallystick.domain.settlement.BatchNotice;
import tallystick.domain.settlement.BusinessCalendar;
import tallystick.domain.settlement.CutOffCalendar;
import tallystick.domain.settlement.SettlementModelTerms;
import tallystick.domain.settlement.WindowState;
import tallystick.engine.codec.sbe.AutomationStoppedDecoder;
import tallystick.engine.codec.sbe.BatchNotedDecoder;
import tallystick.engine.codec.sbe.BatchReturnedDecoder;
import tallystick.engine.codec.sbe.GraceBegunDecoder;
import tallystick.engine.codec.sbe.SettlementModelDefinedDecoder;
import tallystick.engine.codec.sbe.WindowScheduledDecoder;

/** Turns leaves of windows that take their own steps back into events. */
final class WindowRunDecoder {

    private static final CutOffCalendar[] CALENDARS = CutOffCalendar.values();
    private static final WindowState[] STATES = WindowState.values();
    private static final RefusalCode[] REFUSALS = RefusalCode.values();

    private WindowRunDecoder() {}

    /** Whether a leaf of that template is decoded here. */
    static boolean isOwn(int template) {
        return template >= SettlementModelDefinedDecoder.TEMPLATE_ID
                && template <= BatchReturnedDecoder.TEMPLATE_ID;
    }

    static WindowRunEvent decode(LeafBody at) {
        int template = at.header().templateId();
        return switch (template) {
            case SettlementModelDefinedDecoder.TEMPLATE_ID -> modelDefined(at);
            case WindowScheduledDecoder.TEMPLATE_ID -> scheduled(at);
            case GraceBegunDecoder.TEMPLATE_ID -> graceBegun(at);
            case AutomationStoppedDecoder.TEMPLATE_ID -> stopped(at);
            case BatchNotedDecoder.TEMPLATE_ID -> noted(at);
            case BatchReturnedDecoder.TEMPLATE_ID -> returned(at);
            default -> throw new LeafDamagedException("no event has template " + template);
        };
    }

    private static WindowRunEvent modelDefined(LeafBody at) {
        SettlementModelDefinedDecoder body = new SettlementModelDefinedDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), at.header());
        List<Long> cutOffs = new ArrayList<>();
        for (SettlementModelDefinedDecoder.CutOffsDecoder one : body.cutOffs()) {
            cutOffs.add(one.epochNanos());
        }
        List<BusinessCalendar> currencies = new ArrayList<>();
        for (SettlementModelDefinedDecoder.CurrenciesDecoder one : body.currencies()) {
            currencies.add(BusinessCalendar.parse(one.calendarText()));
        }
        SettlementModelTerms terms =
                new SettlementModelTerms(
                        body.model(),
                        CALENDARS[body.calendar()],
                        body.zone(),
                        body.cutOffMinute(),
                        cutOffs,
                        body.graceNanos(),
                        body.affirmNanos(),
                        body.toleranceMinor(),
                        currencies);
        WindowRunEvent event =
                new WindowRunEvent.SettlementModelDefined(terms, body.modelVersion());
        return at.whole(body.encodedLength(), event);
    }

    private static WindowRunEvent scheduled(LeafBody at) {
        WindowScheduledDecoder body = new WindowScheduledDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), at.header());
        WindowRunEvent event =
                new WindowRunEvent.WindowScheduled(
                        body.window(),
                        body.modelVersion(),
                        body.cutOffEpochNanos(),
                        body.graceNanos(),
                        body.affirmNanos(),
                        body.toleranceMinor());
        return at.whole(body.encodedLength(), event);
    }

    private static WindowRunEvent graceBegun(LeafBody at) {
        GraceBegunDecoder body = new GraceBegunDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), at.header());
        WindowRunEvent event = new WindowRunEvent.GraceBegun(body.window(), body.untilEpochNanos());
        return at.whole(body.encodedLength(), event);
    }

    private static WindowRunEvent stopped(LeafBody at) {
        AutomationStoppedDecoder body = new AutomationStoppedDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), at.header());
        WindowRunEvent event =
                new WindowRunEvent.AutomationStopped(
                        body.window(), STATES[body.at()], body.reason());
        return at.whole(body.encodedLength(), event);
    }

    private static WindowRunEvent noted(LeafBody at) {
        BatchNotedDecoder body = new BatchNotedDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), at.header());
        BatchNotice notice =
                new BatchNotice(
                        body.window(),
                        body.servingOperator(),
                        body.homeOperator(),
                        body.sequence(),
                        body.records(),
                        body.tokens(),
                        body.last() != 0,
                        body.signature());
        return at.whole(body.encodedLength(), new WindowRunEvent.BatchNoted(notice));
    }

    private static WindowRunEvent returned(LeafBody at) {
        BatchReturnedDecoder body = new BatchReturnedDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), at.header());
        BatchNotice notice =
                new BatchNotice(
                        body.window(),
                        body.servingOperator(),
                        body.homeOperator(),
                        body.sequence(),
                        body.records(),
                        body.tokens(),
                        body.last() != 0,
                        body.signature());
        WindowRunEvent event =
                new WindowRunEvent.BatchReturned(
                        notice, REFUSALS[body.refusalCode()], body.reason());
        return at.whole(body.encodedLength(), event);
    }
}
