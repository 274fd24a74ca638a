package tallystick.domain.settlement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A window's nets, converted: what must hold of any nets and rates. */
class WindowConversionTest {

    private static final List<String> CURRENCIES = List.of("EUR", "JPY", "KRW", "USD");
    private static final int OPERATORS = 7;
    private static final int ROUNDS = 300;

    private final SplittableRandom random = new SplittableRandom(31);

    private static String name(int operator) {
        return "op-" + operator;
    }

    /** Nets that sum to 0 per currency; one in four is 0 or hardly anything. */
    private List<NetPosition> nets() {
        List<NetPosition> nets = new ArrayList<>();
        for (String asset : CURRENCIES) {
            long left = 0;
            for (int i = 0; i < OPERATORS - 1; i++) {
                long most = random.nextInt(4) == 0 ? 3 : 1_000_000_000L;
                long minor = random.nextLong(-most, most);
                left -= minor;
                nets.add(new NetPosition(asset, name(i), minor));
            }
            nets.add(new NetPosition(asset, name(OPERATORS - 1), left));
        }
        return nets;
    }

    private SortedMap<String, String> settleIn() {
        SortedMap<String, String> settleIn = new TreeMap<>();
        for (int i = 0; i < OPERATORS; i++) {
            if (random.nextInt(3) > 0) {
                settleIn.put(name(i), CURRENCIES.get(random.nextInt(CURRENCIES.size())));
            }
        }
        return settleIn;
    }

    private SortedMap<String, FxRate> rates() {
        SortedMap<String, FxRate> rates = new TreeMap<>();
        for (String base : CURRENCIES) {
            for (String quote : CURRENCIES) {
                if (!base.equals(quote)) {
                    FxFixing fixing =
                            FxFixing.direct(
                                    "ecb",
                                    1,
                                    base,
                                    quote,
                                    Fraction.of(
                                            random.nextLong(1, 99_999), random.nextLong(1, 99_999)),
                                    random.nextInt(200_000));
                    rates.put(
                            WindowConversion.pair(base, quote),
                            new FxRate(fixing, List.of(SignedFixing.id(fixing.inverse()))));
                }
            }
        }
        return rates;
    }

    private static WindowConversion convert(
            List<NetPosition> nets,
            SortedMap<String, FxRate> rates,
            SortedMap<String, String> settleIn) {
        SortedMap<String, FxRate> needed = new TreeMap<>();
        for (NetPosition net : WindowConversion.elected(nets, settleIn)) {
            String pair = WindowConversion.pair(net.asset(), settleIn.get(net.operator()));
            needed.put(pair, rates.get(pair));
        }
        return WindowConversion.of(nets, needed, settleIn, 1, "bank", 5, List.of());
    }

    /** I6, with the residual account; and nobody pays another currency than it settles in. */
    @Test
    void everyCurrencySumsToZeroAndTheResidualIsLessThanAUnitPerNet() {
        int leftOver = 0;
        for (int round = 0; round < ROUNDS; round++) {
            List<NetPosition> nets = nets();
            SortedMap<String, FxRate> rates = rates();
            SortedMap<String, String> settleIn = settleIn();
            WindowConversion conversion = convert(nets, rates, settleIn);
            SortedMap<String, BigInteger> sums = new TreeMap<>();
            for (NetPosition one : conversion.positions()) {
                sums.merge(one.asset(), BigInteger.valueOf(one.minor()), BigInteger::add);
            }
            sums.forEach((asset, sum) -> assertEquals(BigInteger.ZERO, sum, asset));
            SortedMap<String, Fraction> exact = new TreeMap<>();
            SortedMap<String, Long> rounded = new TreeMap<>();
            SortedMap<String, Integer> count = new TreeMap<>();
            for (WindowConversion.Net net : conversion.converted()) {
                Fraction worth =
                        Objects.requireNonNull(
                                        rates.get(WindowConversion.pair(net.base(), net.quote())))
                                .fixing()
                                .convertMinor(net.baseMinor());
                exact.merge(net.quote(), worth, Fraction::plus);
                rounded.merge(net.quote(), net.quoteMinor(), Long::sum);
                count.merge(net.quote(), 1, Integer::sum);
            }
            for (String asset : count.keySet()) {
                long residual = conversion.roundingMinor().getOrDefault(asset, 0L);
                leftOver += residual == 0 ? 0 : 1;
                assertTrue(Math.abs(residual) <= count.getOrDefault(asset, 0), asset + residual);
                Fraction off =
                        Objects.requireNonNull(exact.get(asset))
                                .plus(Fraction.of(-rounded.getOrDefault(asset, 0L) - residual));
                assertTrue(
                        off.compareTo(Fraction.of(2)) < 0 && off.compareTo(Fraction.of(-2)) > 0,
                        off::toString);
            }
        }
        assertTrue(leftOver > 50, "too few residuals to mean anything: " + leftOver);
    }

    @Test
    void theOrderOfNetsDoesNotMatter() {
        for (int round = 0; round < ROUNDS; round++) {
            List<NetPosition> nets = nets();
            SortedMap<String, FxRate> rates = rates();
            SortedMap<String, String> settleIn = settleIn();
            List<NetPosition> shuffled = new ArrayList<>(nets);
            Collections.shuffle(shuffled, new Random(round));
            assertEquals(convert(nets, rates, settleIn), convert(shuffled, rates, settleIn));
        }
    }

    /** Who is to receive more is paid no less, who is to pay more pays no less. */
    @Test
    void conversionIsMonotone() {
        SortedMap<String, String> settleIn = new TreeMap<>(Map.of("op-0", "USD"));
        for (int round = 0; round < ROUNDS; round++) {
            SortedMap<String, FxRate> rates = rates();
            long last = Long.MIN_VALUE;
            long minor = -random.nextLong(1, 1_000_000);
            for (int step = 0; step < 40; step++) {
                List<NetPosition> nets =
                        List.of(
                                new NetPosition("KRW", "op-0", minor),
                                new NetPosition("KRW", "op-1", -minor));
                WindowConversion conversion = convert(nets, rates, settleIn);
                long paid =
                        conversion.isEmpty() ? 0 : conversion.converted().getFirst().quoteMinor();
                assertTrue(paid >= last, minor + " makes " + paid + " after " + last);
                assertTrue(paid == 0 || Long.signum(paid) == Long.signum(minor));
                last = paid;
                minor += random.nextLong(0, 60_000);
            }
        }
    }

    @Test
    void aUnitMoreAnywhereIsNotMadeOfTheNets() {
        List<NetPosition> nets = nets();
        SortedMap<String, String> settleIn = new TreeMap<>(Map.of("op-0", "USD", "op-1", "EUR"));
        WindowConversion good = convert(nets, rates(), settleIn);
        assertTrue(good.isMadeOf(nets));
        for (int i = 0; i < good.converted().size(); i++) {
            WindowConversion.Net net = good.converted().get(i);
            List<WindowConversion.Net> bent = new ArrayList<>(good.converted());
            bent.set(
                    i,
                    new WindowConversion.Net(
                            net.operator(),
                            net.base(),
                            net.quote(),
                            net.baseMinor(),
                            net.quoteMinor() + 1));
            WindowConversion other =
                    new WindowConversion(
                            good.termsVersion(),
                            good.agent(),
                            good.atEpochNanos(),
                            good.without(),
                            good.rates(),
                            bent,
                            good.roundingMinor(),
                            good.positions());
            assertFalse(other.isMadeOf(nets), net::toString);
            assertNotEquals(good.hash(), other.hash());
        }
    }

    @Test
    void currenciesThatWereExchangedForEachOtherSettleTogether() {
        List<NetPosition> nets =
                List.of(
                        new NetPosition("EUR", "op-0", 900_000),
                        new NetPosition("EUR", "op-9", -900_000),
                        new NetPosition("JPY", "op-1", 900_000),
                        new NetPosition("JPY", "op-9", -900_000));
        SortedMap<String, String> apart = new TreeMap<>(Map.of("op-0", "USD", "op-1", "KRW"));
        SortedMap<String, FxRate> rates = rates();
        assertEquals(
                new TreeMap<>(
                        Map.of(
                                "EUR", "EUR+USD", "USD", "EUR+USD", "JPY", "JPY+KRW", "KRW",
                                "JPY+KRW")),
                convert(nets, rates, apart).groups());
        SortedMap<String, String> together = new TreeMap<>(Map.of("op-0", "USD", "op-1", "USD"));
        WindowConversion one = convert(nets, rates, together);
        assertEquals("EUR+JPY+USD", one.groups().get("JPY"));
        assertEquals("", one.groupOf(new SettlementLeg(1, "EUR", "op-9", "op-0", 1, "u")));
        assertEquals(
                "EUR+JPY+USD", one.groupOf(new SettlementLeg(1, "EUR", "op-9", "bank", 1, "u")));
    }
}
