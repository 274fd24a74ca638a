package tallystick.domain.ledger;

import static tallystick.domain.ledger.ClosingDecider.wrongState;

import java.time.Duration;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tallystick.domain.Decision.Refused;
import tallystick.domain.RefusalCode;
import tallystick.domain.settlement.FxRate;
import tallystick.domain.settlement.FxTerms;
import tallystick.domain.settlement.NetPosition;
import tallystick.domain.settlement.WindowConversion;

/**
 * What a window's final nets are to be converted to.
 *
 * @param conversion null for none
 * @param refused why it cannot be said, null when it can
 */
record FxPlan(@Nullable WindowConversion conversion, @Nullable Refused refused) {

    private static final FxPlan NONE = new FxPlan(null, null);

    /** By the terms of the window's model and the newest fixings. */
    static FxPlan atNetting(
            Window window, List<NetPosition> nets, LedgerState state, long nowEpochNanos) {
        return of(window, nets, new TreeMap<>(), nowEpochNanos, List.of(), state);
    }

    /** By the fixings of the conversion before, none when there was none. */
    static FxPlan afterRecast(Window window, List<NetPosition> nets, LedgerState state) {
        WindowConversion before = state.fx.conversionOf(window.name);
        if (before == null) {
            return NONE;
        }
        SortedMap<String, FxRate> rates = new TreeMap<>();
        for (FxRate rate : before.rates()) {
            rates.put(WindowConversion.pair(rate.fixing().base(), rate.fixing().quote()), rate);
        }
        return of(window, nets, rates, before.atEpochNanos(), before.without(), state);
    }

    /**
     * @param known rates that are given already, by pair
     * @param atEpochNanos when the others are chosen
     * @param without operators that are left away
     */
    static FxPlan of(
            Window window,
            List<NetPosition> nets,
            SortedMap<String, FxRate> known,
            long atEpochNanos,
            List<String> without,
            LedgerState state) {
        String model = state.names.settlementModels.nameOf(window.settlementModelRef);
        FxBook.Terms of = state.fx.termsOf(model);
        if (of == null) {
            return NONE;
        }
        FxTerms terms = of.terms();
        NavigableMap<String, String> settleIn = new TreeMap<>(terms.settleIn());
        without.forEach(settleIn::remove);
        List<NetPosition> elected = WindowConversion.elected(nets, settleIn);
        if (elected.isEmpty()) {
            return NONE;
        }
        if (nets.stream().anyMatch(net -> net.operator().equals(terms.agent()))) {
            return no(
                    wrongState("its settlement agent " + terms.agent() + " has a net of its own"));
        }
        SortedMap<String, FxRate> rates = new TreeMap<>();
        for (NetPosition net : elected) {
            String quote = Objects.requireNonNull(settleIn.get(net.operator()));
            String pair = WindowConversion.pair(net.asset(), quote);
            FxRate rate = known.get(pair);
            if (rate == null) {
                rate =
                        state.fx.rate(
                                terms.source(),
                                net.asset(),
                                quote,
                                atEpochNanos,
                                terms.maxAgeNanos());
            }
            if (rate == null) {
                return no(
                        wrongState(
                                "needs a fixing of "
                                        + pair
                                        + " by "
                                        + terms.source()
                                        + ", not older than "
                                        + Duration.ofNanos(terms.maxAgeNanos())));
            }
            rates.put(pair, rate);
        }
        try {
            return new FxPlan(
                    WindowConversion.of(
                            nets,
                            rates,
                            settleIn,
                            of.version(),
                            terms.agent(),
                            atEpochNanos,
                            without),
                    null);
        } catch (ArithmeticException overflow) {
            return no(
                    LedgerDecider.refused(
                            RefusalCode.AMOUNT_OVERFLOW,
                            "window",
                            "a converted net would leave 63 bits of minor units"));
        }
    }

    private static FxPlan no(Refused refused) {
        return new FxPlan(null, refused);
    }
}
