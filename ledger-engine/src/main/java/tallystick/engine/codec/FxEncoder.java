package tallystick.engine.codec;

import java.util.Map;
import tallystick.domain.FxEvent;
import tallystick.domain.settlement.FxFixing;
import tallystick.domain.settlement.FxRate;
import tallystick.domain.settlement.FxTerms;
import tallystick.domain.settlement.NetPosition;
import tallystick.domain.settlement.WindowConversion;
import tallystick.engine.codec.sbe.FxFixingRecordedEncoder;
import tallystick.engine.codec.sbe.FxSourceRegisteredEncoder;
import tallystick.engine.codec.sbe.FxTermsSetEncoder;
import tallystick.engine.codec.sbe.MessageHeaderEncoder;
import tallystick.engine.codec.sbe.WindowConvertedEncoder;

/** Turns fixings and conversions into leaves. One thread. */
final class FxEncoder {

    private static final int HEADER = MessageHeaderEncoder.ENCODED_LENGTH;

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();

    int encode(FxEvent event, Leaf leaf) {
        return switch (event) {
            case FxEvent.FxSourceRegistered e -> encode(e, leaf);
            case FxEvent.FxFixingRecorded e -> encode(e, leaf);
            case FxEvent.FxTermsSet e -> encode(e, leaf);
            case FxEvent.WindowConverted e -> encode(e, leaf);
        };
    }

    private int encode(FxEvent.FxSourceRegistered event, Leaf leaf) {
        FxSourceRegisteredEncoder body = new FxSourceRegisteredEncoder();
        body.wrapAndApplyHeader(leaf.buffer(), leaf.offset(), header)
                .position(leaf.position())
                .recordedEpochNanos(leaf.recordedEpochNanos())
                .fixingSource(event.source())
                .publicKey(event.publicKey());
        return HEADER + body.encodedLength();
    }

    private int encode(FxEvent.FxFixingRecorded event, Leaf leaf) {
        FxFixing fixing = event.fixing().fixing();
        FxFixingRecordedEncoder body = new FxFixingRecordedEncoder();
        body.wrapAndApplyHeader(leaf.buffer(), leaf.offset(), header)
                .position(leaf.position())
                .recordedEpochNanos(leaf.recordedEpochNanos())
                .fixedAtEpochNanos(fixing.fixedAtEpochNanos())
                .spreadPpm(fixing.spreadPpm());
        FxFixingRecordedEncoder.PathEncoder path = body.pathCount(fixing.path().size());
        fixing.path().forEach(asset -> path.next().asset(asset));
        body.fixingSource(fixing.source())
                .baseAsset(fixing.base())
                .quoteAsset(fixing.quote())
                .mid(fixing.mid().toString())
                .signature(event.fixing().signature());
        return HEADER + body.encodedLength();
    }

    private int encode(FxEvent.FxTermsSet event, Leaf leaf) {
        FxTerms terms = event.terms();
        FxTermsSetEncoder body = new FxTermsSetEncoder();
        body.wrapAndApplyHeader(leaf.buffer(), leaf.offset(), header)
                .position(leaf.position())
                .recordedEpochNanos(leaf.recordedEpochNanos())
                .termsVersion(event.version())
                .maxAgeNanos(terms.maxAgeNanos());
        FxTermsSetEncoder.SettleInEncoder settleIn = body.settleInCount(terms.settleIn().size());
        for (Map.Entry<String, String> one : terms.settleIn().entrySet()) {
            settleIn.next().operatorName(one.getKey()).asset(one.getValue());
        }
        body.model(terms.model()).agent(terms.agent()).fixingSource(terms.source());
        return HEADER + body.encodedLength();
    }

    private int encode(FxEvent.WindowConverted event, Leaf leaf) {
        WindowConversion of = event.conversion();
        WindowConvertedEncoder body = new WindowConvertedEncoder();
        body.wrapAndApplyHeader(leaf.buffer(), leaf.offset(), header)
                .position(leaf.position())
                .recordedEpochNanos(leaf.recordedEpochNanos())
                .termsVersion(of.termsVersion())
                .atEpochNanos(of.atEpochNanos());
        WindowConvertedEncoder.WithoutEncoder without = body.withoutCount(of.without().size());
        of.without().forEach(operator -> without.next().operatorName(operator));
        WindowConvertedEncoder.RatesEncoder rates = body.ratesCount(of.rates().size());
        of.rates().forEach(rate -> encode(rate, rates.next()));
        WindowConvertedEncoder.ConvertedEncoder nets = body.convertedCount(of.converted().size());
        for (WindowConversion.Net net : of.converted()) {
            nets.next()
                    .baseMinor(net.baseMinor())
                    .quoteMinor(net.quoteMinor())
                    .operatorName(net.operator())
                    .baseAsset(net.base())
                    .quoteAsset(net.quote());
        }
        WindowConvertedEncoder.RoundingEncoder rounding =
                body.roundingCount(of.roundingMinor().size());
        of.roundingMinor().forEach((asset, minor) -> rounding.next().minor(minor).asset(asset));
        WindowConvertedEncoder.PositionsEncoder positions =
                body.positionsCount(of.positions().size());
        for (NetPosition one : of.positions()) {
            positions.next().minor(one.minor()).asset(one.asset()).operatorName(one.operator());
        }
        body.window(event.window()).agent(of.agent()).actor(event.actor());
        return HEADER + body.encodedLength();
    }

    private static void encode(FxRate rate, WindowConvertedEncoder.RatesEncoder into) {
        FxFixing fixing = rate.fixing();
        into.fixedAtEpochNanos(fixing.fixedAtEpochNanos()).spreadPpm(fixing.spreadPpm());
        WindowConvertedEncoder.RatesEncoder.PathEncoder path = into.pathCount(fixing.path().size());
        fixing.path().forEach(asset -> path.next().asset(asset));
        WindowConvertedEncoder.RatesEncoder.FixingsEncoder fixings =
                into.fixingsCount(rate.fixings().size());
        rate.fixings().forEach(one -> fixings.next().fixing(one));
        into.fixingSource(fixing.source())
                .baseAsset(fixing.base())
                .quoteAsset(fixing.quote())
                .mid(fixing.mid().toString());
    }
}
