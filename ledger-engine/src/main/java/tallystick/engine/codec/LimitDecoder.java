package tallystick.engine.codec;

import tallystick.domain.LedgerEvent.Caps;
import tallystick.domain.LedgerEvent.Quotas;
import tallystick.domain.quota.QuotaMeasure;
import tallystick.domain.quota.QuotaMode;
import tallystick.domain.quota.QuotaPeriod;
import tallystick.domain.quota.QuotaScope;
import tallystick.domain.quota.QuotaTerms;
import tallystick.domain.usage.TokenClass;
import tallystick.engine.codec.sbe.BilateralCapSetDecoder;
import tallystick.engine.codec.sbe.NetDebitCapSetDecoder;
import tallystick.engine.codec.sbe.QuotaRemovedDecoder;
import tallystick.engine.codec.sbe.QuotaSetDecoder;

/** Turns leaves of quotas and caps back into events. */
final class LimitDecoder {

    private static final QuotaScope[] SCOPES = QuotaScope.values();
    private static final QuotaPeriod[] PERIODS = QuotaPeriod.values();
    private static final QuotaMeasure[] MEASURES = QuotaMeasure.values();
    private static final QuotaMode[] MODES = QuotaMode.values();

    private LimitDecoder() {}

    static Quotas quota(LeafBody at) {
        QuotaSetDecoder body = new QuotaSetDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), at.header());
        short tokenClass = body.tokenClass();
        QuotaTerms terms =
                new QuotaTerms(
                        body.quota(),
                        SCOPES[body.scope()],
                        body.subject(),
                        PERIODS[body.period()],
                        flag(body.sliding()),
                        MEASURES[body.measure()],
                        tokenClass == LimitEncoder.ALL_CLASSES
                                ? null
                                : TokenClass.ALL.get(tokenClass),
                        body.asset(),
                        EventDecoder.pico(body.quotaLimit()),
                        EventDecoder.pico(body.burst()),
                        MODES[body.mode()]);
        Quotas event = new Quotas.QuotaSet(terms);
        return at.whole(body.encodedLength(), event);
    }

    private static boolean flag(short value) {
        return switch (value) {
            case 0 -> false;
            case 1 -> true;
            default -> throw new LeafDamagedException("a flag is " + value);
        };
    }

    static Quotas removed(LeafBody at) {
        QuotaRemovedDecoder body = new QuotaRemovedDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), at.header());
        Quotas event = new Quotas.QuotaRemoved(body.quota());
        return at.whole(body.encodedLength(), event);
    }

    static Caps bilateral(LeafBody at) {
        BilateralCapSetDecoder body = new BilateralCapSetDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), at.header());
        Caps event =
                new Caps.BilateralCapSet(
                        body.homeOperator(),
                        body.servingOperator(),
                        body.asset(),
                        EventDecoder.pico(body.capAmount()));
        return at.whole(body.encodedLength(), event);
    }

    static Caps netDebit(LeafBody at) {
        NetDebitCapSetDecoder body = new NetDebitCapSetDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), at.header());
        Caps event =
                new Caps.NetDebitCapSet(
                        body.operatorName(),
                        body.asset(),
                        EventDecoder.pico(body.capAmount()),
                        body.haircutBasisPoints());
        return at.whole(body.encodedLength(), event);
    }
}
