package tallystick.engine.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.domain.FxEvent;
import tallystick.domain.settlement.Fraction;
import tallystick.domain.settlement.FxFixing;
import tallystick.domain.settlement.FxRate;
import tallystick.domain.settlement.FxTerms;
import tallystick.domain.settlement.NetPosition;
import tallystick.domain.settlement.SignedFixing;
import tallystick.domain.settlement.WindowConversion;
import tallystick.engine.codec.sbe.FxFixingRecordedDecoder;
import tallystick.engine.codec.sbe.FxSourceRegisteredDecoder;
import tallystick.engine.codec.sbe.FxTermsSetDecoder;
import tallystick.engine.codec.sbe.WindowConvertedDecoder;

/** Turns leaves of fixings and conversions back into events. */
final class FxDecoder {

    private FxDecoder() {}

    /** Whether a leaf of that template is decoded here. */
    static boolean isOwn(int template) {
        return template >= FxSourceRegisteredDecoder.TEMPLATE_ID
                && template <= WindowConvertedDecoder.TEMPLATE_ID;
    }

    static FxEvent decode(LeafBody at) {
        int template = at.header().templateId();
        try {
            return switch (template) {
                case FxSourceRegisteredDecoder.TEMPLATE_ID -> source(at);
                case FxFixingRecordedDecoder.TEMPLATE_ID -> fixing(at);
                case FxTermsSetDecoder.TEMPLATE_ID -> terms(at);
                case WindowConvertedDecoder.TEMPLATE_ID -> converted(at);
                default -> throw new LeafDamagedException("no event has template " + template);
            };
        } catch (IllegalArgumentException broken) {
            throw new LeafDamagedException("a fixing breaks its rules: " + broken.getMessage());
        }
    }

    private static FxEvent source(LeafBody at) {
        FxSourceRegisteredDecoder body = new FxSourceRegisteredDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), at.header());
        FxEvent event = new FxEvent.FxSourceRegistered(body.fixingSource(), body.publicKey());
        return at.whole(body.encodedLength(), event);
    }

    private static FxEvent fixing(LeafBody at) {
        FxFixingRecordedDecoder body = new FxFixingRecordedDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), at.header());
        List<String> path = new ArrayList<>();
        for (FxFixingRecordedDecoder.PathDecoder one : body.path()) {
            path.add(one.asset());
        }
        FxFixing fixing =
                new FxFixing(
                        body.fixingSource(),
                        body.fixedAtEpochNanos(),
                        body.baseAsset(),
                        body.quoteAsset(),
                        Fraction.ofText(body.mid()),
                        body.spreadPpm(),
                        path);
        FxEvent event = new FxEvent.FxFixingRecorded(new SignedFixing(fixing, body.signature()));
        return at.whole(body.encodedLength(), event);
    }

    private static FxEvent terms(LeafBody at) {
        FxTermsSetDecoder body = new FxTermsSetDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), at.header());
        SortedMap<String, String> settleIn = new TreeMap<>();
        for (FxTermsSetDecoder.SettleInDecoder one : body.settleIn()) {
            String operator = one.operatorName();
            settleIn.put(operator, one.asset());
        }
        String model = body.model();
        String agent = body.agent();
        FxTerms terms =
                new FxTerms(model, agent, body.fixingSource(), body.maxAgeNanos(), settleIn);
        FxEvent event = new FxEvent.FxTermsSet(terms, body.termsVersion());
        return at.whole(body.encodedLength(), event);
    }

    private static FxEvent converted(LeafBody at) {
        WindowConvertedDecoder body = new WindowConvertedDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), at.header());
        List<String> without = new ArrayList<>();
        for (WindowConvertedDecoder.WithoutDecoder one : body.without()) {
            without.add(one.operatorName());
        }
        List<FxRate> rates = new ArrayList<>();
        for (WindowConvertedDecoder.RatesDecoder one : body.rates()) {
            rates.add(rate(one));
        }
        List<WindowConversion.Net> nets = new ArrayList<>();
        for (WindowConvertedDecoder.ConvertedDecoder one : body.converted()) {
            long baseMinor = one.baseMinor();
            long quoteMinor = one.quoteMinor();
            String operator = one.operatorName();
            String base = one.baseAsset();
            nets.add(
                    new WindowConversion.Net(
                            operator, base, one.quoteAsset(), baseMinor, quoteMinor));
        }
        SortedMap<String, Long> rounding = new TreeMap<>();
        for (WindowConvertedDecoder.RoundingDecoder one : body.rounding()) {
            long minor = one.minor();
            rounding.put(one.asset(), minor);
        }
        List<NetPosition> positions = new ArrayList<>();
        for (WindowConvertedDecoder.PositionsDecoder one : body.positions()) {
            long minor = one.minor();
            String asset = one.asset();
            positions.add(new NetPosition(asset, one.operatorName(), minor));
        }
        String window = body.window();
        WindowConversion conversion =
                new WindowConversion(
                        body.termsVersion(),
                        body.agent(),
                        body.atEpochNanos(),
                        without,
                        rates,
                        nets,
                        rounding,
                        positions);
        FxEvent event = new FxEvent.WindowConverted(window, conversion, body.actor());
        return at.whole(body.encodedLength(), event);
    }

    private static FxRate rate(WindowConvertedDecoder.RatesDecoder one) {
        long fixedAt = one.fixedAtEpochNanos();
        int spread = one.spreadPpm();
        List<String> path = new ArrayList<>();
        for (WindowConvertedDecoder.RatesDecoder.PathDecoder step : one.path()) {
            path.add(step.asset());
        }
        List<String> fixings = new ArrayList<>();
        for (WindowConvertedDecoder.RatesDecoder.FixingsDecoder made : one.fixings()) {
            fixings.add(made.fixing());
        }
        String source = one.fixingSource();
        String base = one.baseAsset();
        String quote = one.quoteAsset();
        Fraction mid = Fraction.ofText(one.mid());
        return new FxRate(new FxFixing(source, fixedAt, base, quote, mid, spread, path), fixings);
    }
}
