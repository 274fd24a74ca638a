package tallystick.engine.codec;

import tallystick.domain.LedgerEvent.Caps;
import tallystick.domain.LedgerEvent.Quotas;
import tallystick.domain.quota.QuotaTerms;
import tallystick.domain.usage.TokenClass;
import tallystick.engine.codec.sbe.BilateralCapSetEncoder;
import tallystick.engine.codec.sbe.ExposureAlertedEncoder;
import tallystick.engine.codec.sbe.MessageHeaderEncoder;
import tallystick.engine.codec.sbe.NetDebitCapSetEncoder;
import tallystick.engine.codec.sbe.QuotaRemovedEncoder;
import tallystick.engine.codec.sbe.QuotaSetEncoder;

/** Turns the events of quotas and caps into leaves. One thread. */
final class LimitEncoder {

    /** In place of a token class: all of them. */
    static final short ALL_CLASSES = 255;

    private static final int HEADER = MessageHeaderEncoder.ENCODED_LENGTH;

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();

    int encode(Quotas event, Leaf leaf) {
        return switch (event) {
            case Quotas.QuotaSet e -> quota(e.terms(), leaf);
            case Quotas.QuotaRemoved e -> removed(e.quota(), leaf);
        };
    }

    int encode(Caps event, Leaf leaf) {
        return switch (event) {
            case Caps.BilateralCapSet e -> bilateral(e, leaf);
            case Caps.NetDebitCapSet e -> netDebit(e, leaf);
            case Caps.ExposureAlerted e -> alerted(e, leaf);
        };
    }

    private int alerted(Caps.ExposureAlerted event, Leaf leaf) {
        ExposureAlertedEncoder body = new ExposureAlertedEncoder();
        body.wrapAndApplyHeader(leaf.buffer(), leaf.offset(), header)
                .position(leaf.position())
                .recordedEpochNanos(leaf.recordedEpochNanos())
                .mark((short) event.mark().ordinal());
        EventEncoder.pico(event.exposure(), body.exposure());
        EventEncoder.pico(event.limit(), body.capLimit());
        body.operatorName(event.operator())
                .servingOperator(event.servingOperator())
                .asset(event.asset());
        return HEADER + body.encodedLength();
    }

    private int quota(QuotaTerms terms, Leaf leaf) {
        TokenClass tokenClass = terms.tokenClass();
        QuotaSetEncoder body = new QuotaSetEncoder();
        body.wrapAndApplyHeader(leaf.buffer(), leaf.offset(), header)
                .position(leaf.position())
                .recordedEpochNanos(leaf.recordedEpochNanos())
                .scope((short) terms.scope().ordinal())
                .period((short) terms.period().ordinal())
                .sliding((short) (terms.sliding() ? 1 : 0))
                .measure((short) terms.measure().ordinal())
                .tokenClass(tokenClass == null ? ALL_CLASSES : (short) tokenClass.ordinal())
                .mode((short) terms.mode().ordinal());
        EventEncoder.pico(terms.limit(), body.quotaLimit());
        EventEncoder.pico(terms.burst(), body.burst());
        body.quota(terms.quota()).subject(terms.subject()).asset(terms.asset());
        return HEADER + body.encodedLength();
    }

    private int removed(String quota, Leaf leaf) {
        QuotaRemovedEncoder body = new QuotaRemovedEncoder();
        body.wrapAndApplyHeader(leaf.buffer(), leaf.offset(), header)
                .position(leaf.position())
                .recordedEpochNanos(leaf.recordedEpochNanos())
                .quota(quota);
        return HEADER + body.encodedLength();
    }

    private int bilateral(Caps.BilateralCapSet event, Leaf leaf) {
        BilateralCapSetEncoder body = new BilateralCapSetEncoder();
        body.wrapAndApplyHeader(leaf.buffer(), leaf.offset(), header)
                .position(leaf.position())
                .recordedEpochNanos(leaf.recordedEpochNanos());
        EventEncoder.pico(event.cap(), body.capAmount());
        body.homeOperator(event.homeOperator())
                .servingOperator(event.servingOperator())
                .asset(event.asset());
        return HEADER + body.encodedLength();
    }

    private int netDebit(Caps.NetDebitCapSet event, Leaf leaf) {
        NetDebitCapSetEncoder body = new NetDebitCapSetEncoder();
        body.wrapAndApplyHeader(leaf.buffer(), leaf.offset(), header)
                .position(leaf.position())
                .recordedEpochNanos(leaf.recordedEpochNanos())
                .haircutBasisPoints(event.haircutBasisPoints());
        EventEncoder.pico(event.cap(), body.capAmount());
        body.operatorName(event.operator()).asset(event.asset());
        return HEADER + body.encodedLength();
    }
}
