package tallystick.domain.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tallystick.domain.settlement.Fraction;
import tallystick.domain.settlement.FxFixing;
import tallystick.domain.settlement.FxRate;
import tallystick.domain.settlement.FxTerms;
import tallystick.domain.settlement.NetPosition;
import tallystick.domain.settlement.SettlementLeg;
import tallystick.domain.settlement.SignedFixing;
import tallystick.domain.settlement.WindowConversion;

/** Fixing sources, fixings, who settles in one currency, and what windows were converted to. */
final class FxBook {

    private static final int TWICE_THE_MID_PPM = 2_000_000;

    /** A model's terms and which version of them it is. */
    record Terms(FxTerms terms, int version) {}

    /** A window's conversion and the nets it was made of. */
    private record Converted(WindowConversion conversion, List<NetPosition> nets) {}

    /** Keys by source, base64. */
    private final SortedMap<String, String> sources = new TreeMap<>();

    private final SortedMap<String, SignedFixing> fixings = new TreeMap<>();

    /** By source, instant and pair: what fixings say, made from them. */
    private final SortedMap<String, NavigableMap<Long, SortedMap<String, FxFixing>>> bySource =
            new TreeMap<>();

    private final SortedMap<String, Terms> terms = new TreeMap<>();
    private final SortedMap<String, Converted> conversions = new TreeMap<>();

    /** A source's key, null for an unknown source. */
    @Nullable String keyOf(String source) {
        return sources.get(source);
    }

    SortedMap<String, String> sources() {
        return new TreeMap<>(sources);
    }

    List<SignedFixing> fixings() {
        return List.copyOf(fixings.values());
    }

    SortedMap<String, FxTerms> terms() {
        SortedMap<String, FxTerms> all = new TreeMap<>();
        terms.forEach((model, one) -> all.put(model, one.terms()));
        return all;
    }

    void register(String source, String publicKey) {
        sources.put(source, publicKey);
    }

    /** A fixing by its name, null when it was never recorded. */
    @Nullable SignedFixing fixing(String id) {
        return fixings.get(id);
    }

    void record(SignedFixing signed) {
        FxFixing fixing = signed.fixing();
        fixings.put(signed.id(), signed);
        bySource.computeIfAbsent(fixing.source(), _ -> new TreeMap<>())
                .computeIfAbsent(fixing.fixedAtEpochNanos(), _ -> new TreeMap<>())
                .put(WindowConversion.pair(fixing.base(), fixing.quote()), fixing);
    }

    @Nullable Terms termsOf(String model) {
        return terms.get(model);
    }

    void set(FxTerms of, int version) {
        terms.put(of.model(), new Terms(of, version));
    }

    /**
     * The newest rate of a pair at an instant: a fixing, else its inverse, else the cross of two of
     * the same instant through the first currency by name; null when there is none young enough.
     */
    @Nullable FxRate rate(
            String source, String base, String quote, long atEpochNanos, long maxAgeNanos) {
        NavigableMap<Long, SortedMap<String, FxFixing>> of = bySource.get(source);
        if (of == null) {
            return null;
        }
        for (SortedMap<String, FxFixing> one :
                of.subMap(atEpochNanos - maxAgeNanos, true, atEpochNanos, true)
                        .descendingMap()
                        .values()) {
            FxRate rate = rate(one, base, quote);
            if (rate != null) {
                return rate;
            }
        }
        return null;
    }

    private static @Nullable FxRate rate(
            SortedMap<String, FxFixing> fixings, String base, String quote) {
        FxRate single = single(fixings, base, quote);
        if (single != null) {
            return single;
        }
        TreeSet<String> through = new TreeSet<>();
        fixings.values().forEach(fixing -> through.addAll(List.of(fixing.base(), fixing.quote())));
        for (String pivot : through) {
            FxRate first = single(fixings, base, pivot);
            FxRate second = single(fixings, pivot, quote);
            if (first != null && second != null && isSimple(first.fixing(), second.fixing())) {
                return new FxRate(
                        first.fixing().then(second.fixing()),
                        List.of(first.fixings().getFirst(), second.fixings().getFirst()));
            }
        }
        return null;
    }

    private static boolean isSimple(FxFixing first, FxFixing second) {
        TreeSet<String> passed = new TreeSet<>(first.path());
        passed.addAll(second.path());
        return passed.size() == first.path().size() + second.path().size() - 1
                && first.spreadPpm() + second.spreadPpm() < TWICE_THE_MID_PPM;
    }

    private static @Nullable FxRate single(
            SortedMap<String, FxFixing> fixings, String base, String quote) {
        FxFixing direct = fixings.get(WindowConversion.pair(base, quote));
        if (direct != null) {
            return new FxRate(direct, List.of(SignedFixing.id(direct)));
        }
        FxFixing back = fixings.get(WindowConversion.pair(quote, base));
        return back == null ? null : new FxRate(back.inverse(), List.of(SignedFixing.id(back)));
    }

    // ---- windows

    /** What a window's nets were converted to, null when nothing was. */
    @Nullable WindowConversion conversionOf(String window) {
        Converted converted = conversions.get(window);
        return converted == null ? null : converted.conversion();
    }

    /** A window's nets in the currencies of its invoices. */
    List<NetPosition> netsOf(Closing closing) {
        Converted converted = conversions.get(closing.window);
        return converted == null ? List.copyOf(closing.positions) : converted.nets();
    }

    /** The payments that a leg settles with, both currencies or neither; empty for none. */
    String groupOf(String window, SettlementLeg leg) {
        WindowConversion conversion = conversionOf(window);
        return conversion == null ? "" : conversion.groupOf(leg);
    }

    /** Whether an operator gives or takes in an exchange of that window. */
    boolean exchanges(String window, String operator) {
        WindowConversion conversion = conversionOf(window);
        return conversion != null
                && (conversion.agent().equals(operator)
                        || conversion.converted().stream()
                                .anyMatch(net -> net.operator().equals(operator)));
    }

    void convert(String window, WindowConversion conversion, List<NetPosition> nets) {
        conversions.put(window, new Converted(conversion, List.copyOf(nets)));
    }

    void takeBack(String window) {
        conversions.remove(window);
    }

    // ---- saved

    void digestInto(StateDigest digest) {
        digest.text(sources.toString()).text(fixings.toString()).text(terms.toString());
        digest.text(conversions.toString());
    }

    void saveInto(StateWriter out) {
        out.section("fx").number(sources.size());
        sources.forEach((source, key) -> out.text(source).text(key));
        out.number(fixings.size());
        for (SignedFixing signed : fixings.values()) {
            save(signed.fixing(), out);
            out.text(signed.signature());
        }
        out.number(terms.size());
        for (Terms one : terms.values()) {
            FxTerms of = one.terms();
            out.number(one.version()).text(of.model()).text(of.agent()).text(of.source());
            out.number(of.maxAgeNanos()).number(of.settleIn().size());
            of.settleIn().forEach((operator, asset) -> out.text(operator).text(asset));
        }
        out.number(conversions.size());
        conversions.forEach((window, converted) -> save(window, converted, out));
    }

    private static void save(String window, Converted converted, StateWriter out) {
        WindowConversion of = converted.conversion();
        out.text(window).number(of.termsVersion()).text(of.agent()).number(of.atEpochNanos());
        out.texts(of.without()).number(of.rates().size());
        for (FxRate rate : of.rates()) {
            save(rate.fixing(), out);
            out.texts(rate.fixings());
        }
        out.number(of.converted().size());
        for (WindowConversion.Net net : of.converted()) {
            out.text(net.operator()).text(net.base()).text(net.quote());
            out.number(net.baseMinor()).number(net.quoteMinor());
        }
        out.number(of.roundingMinor().size());
        of.roundingMinor().forEach((asset, minor) -> out.text(asset).number(minor));
        for (List<NetPosition> positions : List.of(of.positions(), converted.nets())) {
            out.number(positions.size());
            positions.forEach(p -> out.text(p.asset()).text(p.operator()).number(p.minor()));
        }
    }

    private static void save(FxFixing fixing, StateWriter out) {
        out.text(fixing.source()).number(fixing.fixedAtEpochNanos());
        out.text(fixing.base()).text(fixing.quote()).text(fixing.mid().toString());
        out.number(fixing.spreadPpm()).texts(fixing.path());
    }

    void load(StateReader in) {
        in.section("fx");
        for (int left = in.count(); left > 0; left--) {
            sources.put(in.text(), in.text());
        }
        for (int left = in.count(); left > 0; left--) {
            record(new SignedFixing(fixing(in), in.text()));
        }
        for (int left = in.count(); left > 0; left--) {
            int version = in.ref();
            String model = in.text();
            String agent = in.text();
            String source = in.text();
            long maxAgeNanos = in.number();
            set(new FxTerms(model, agent, source, maxAgeNanos, texts(in)), version);
        }
        for (int left = in.count(); left > 0; left--) {
            loadConversion(in);
        }
    }

    private void loadConversion(StateReader in) {
        String window = in.text();
        int version = in.ref();
        String agent = in.text();
        long atEpochNanos = in.number();
        List<String> without = in.texts();
        List<FxRate> rates = in.list(() -> new FxRate(fixing(in), in.texts()));
        List<WindowConversion.Net> nets =
                in.list(
                        () ->
                                new WindowConversion.Net(
                                        in.text(), in.text(), in.text(), in.number(), in.number()));
        SortedMap<String, Long> rounding = new TreeMap<>();
        for (int left = in.count(); left > 0; left--) {
            rounding.put(in.text(), in.number());
        }
        List<NetPosition> positions = positions(in);
        WindowConversion conversion =
                new WindowConversion(
                        version, agent, atEpochNanos, without, rates, nets, rounding, positions);
        conversions.put(window, new Converted(conversion, positions(in)));
    }

    private static List<NetPosition> positions(StateReader in) {
        return new ArrayList<>(in.list(() -> new NetPosition(in.text(), in.text(), in.number())));
    }

    private static SortedMap<String, String> texts(StateReader in) {
        SortedMap<String, String> texts = new TreeMap<>();
        for (int left = in.count(); left > 0; left--) {
            texts.put(in.text(), in.text());
        }
        return texts;
    }

    private static FxFixing fixing(StateReader in) {
        return new FxFixing(
                in.text(),
                in.number(),
                in.text(),
                in.text(),
                Fraction.ofText(in.text()),
                in.ref(),
                in.texts());
    }
}
