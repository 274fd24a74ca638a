package tallystick.domain.settlement;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tallystick.domain.money.Assets;

/**
 * The final nets of a window after conversion: what was converted at which rate, and what everybody
 * pays or receives instead. The agent pays what operators are paid, so the residual of the rounding
 * is its own, on {@code fx-rounding} in its book.
 *
 * @param termsVersion of the model's {@link FxTerms}, from 1
 * @param agent who stands between
 * @param atEpochNanos when the fixings were chosen, nanoseconds since 1970
 * @param without operators that elected and whose nets stay as they are, in order
 * @param rates one per currency pair that was elected, in order of base and quote
 * @param converted in order of base, quote and operator
 * @param roundingMinor the residual per currency, minor units, where it is not 0: positive is what
 *     the agent paid less than its own total
 * @param positions what everybody pays and receives, the agent included; sums to 0 per asset
 */
public record WindowConversion(
        int termsVersion,
        String agent,
        long atEpochNanos,
        List<String> without,
        List<FxRate> rates,
        List<Net> converted,
        SortedMap<String, Long> roundingMinor,
        List<NetPosition> positions) {

    private static final byte CONVERSION = 0x35;

    /**
     * One net, converted: both of its sides settle or neither.
     *
     * @param baseMinor minor units of base given up: positive was to receive
     * @param quoteMinor minor units of quote instead, of the same sign
     */
    public record Net(
            String operator, String base, String quote, long baseMinor, long quoteMinor) {}

    public WindowConversion {
        without = List.copyOf(without);
        rates = List.copyOf(rates);
        converted = List.copyOf(converted);
        roundingMinor = Canonical.sorted(roundingMinor);
        positions = List.copyOf(positions);
    }

    /**
     * Converts final nets.
     *
     * @param nets as netted, the agent not among them
     * @param rates by pair, {@code EUR/USD}: those that the elections need
     * @param settleIn the currency that an operator settles in, by operator
     * @param without operators that are left away from it
     * @throws IllegalArgumentException naming the field and the rule that is broken
     * @throws ArithmeticException when an amount leaves 63 bits of minor units
     */
    public static WindowConversion of(
            List<NetPosition> nets,
            SortedMap<String, FxRate> rates,
            SortedMap<String, String> settleIn,
            int termsVersion,
            String agent,
            long atEpochNanos,
            List<String> without) {
        List<FxConversion.Election> elections = new ArrayList<>();
        for (NetPosition net : elected(nets, settleIn)) {
            String pair = pair(net.asset(), settleIn.get(net.operator()));
            FxRate rate = rates.get(pair);
            ArgumentCheck.that(rate != null, "rates", "must have " + pair);
            elections.add(
                    new FxConversion.Election(
                            net.operator(), Objects.requireNonNull(rate).fixing()));
        }
        FxConversion conversion = FxConversion.of(perAsset(nets), elections, agent);
        List<Net> converted =
                conversion.converted().stream()
                        .map(
                                c ->
                                        new Net(
                                                c.operator(),
                                                c.fixing().base(),
                                                c.fixing().quote(),
                                                c.baseMinor(),
                                                c.quoteMinor()))
                        .toList();
        return new WindowConversion(
                termsVersion,
                agent,
                atEpochNanos,
                without,
                List.copyOf(rates.values()),
                converted,
                conversion.fxRoundingMinor(),
                paid(conversion, agent));
    }

    /** The nets that are in another currency than their operator settles in. */
    public static List<NetPosition> elected(
            List<NetPosition> nets, SortedMap<String, String> settleIn) {
        return nets.stream()
                .filter(net -> net.minor() != 0)
                .filter(net -> !net.asset().equals(Assets.TOKEN_CREDIT))
                .filter(net -> settleIn.containsKey(net.operator()))
                .filter(net -> !net.asset().equals(settleIn.get(net.operator())))
                .toList();
    }

    /** A currency pair's name. */
    public static String pair(String base, @Nullable String quote) {
        return base + "/" + quote;
    }

    private static List<NetPositions> perAsset(List<NetPosition> nets) {
        SortedMap<String, SortedMap<String, Long>> byAsset = new TreeMap<>();
        for (NetPosition net : nets) {
            byAsset.computeIfAbsent(net.asset(), _ -> new TreeMap<>())
                    .put(net.operator(), net.minor());
        }
        List<NetPositions> result = new ArrayList<>();
        byAsset.forEach((asset, minor) -> result.add(new NetPositions(asset, minor)));
        return result;
    }

    /** Nobody can pay an account: what is on the residual account the agent pays or keeps. */
    private static List<NetPosition> paid(FxConversion conversion, String agent) {
        List<NetPosition> paid = new ArrayList<>();
        conversion
                .positions()
                .forEach(
                        (asset, positions) -> {
                            SortedMap<String, Long> minor = new TreeMap<>(positions.minor());
                            Long residual = minor.remove(FxConversion.roundingAccount(asset));
                            if (residual != null) {
                                minor.merge(agent, residual, Math::addExact);
                            }
                            paid.addAll(new NetPositions(asset, minor).each());
                        });
        return paid;
    }

    /** Whether anything is converted. */
    public boolean isEmpty() {
        return converted.isEmpty();
    }

    /**
     * Whether these nets converted at these rates come to this, to the last unit; and I6, that what
     * everybody pays and receives sums to 0 per currency.
     */
    public boolean isMadeOf(List<NetPosition> nets) {
        SortedMap<String, FxRate> byPair = new TreeMap<>();
        rates.forEach(rate -> byPair.put(pair(rate.fixing().base(), rate.fixing().quote()), rate));
        SortedMap<String, String> settleIn = new TreeMap<>();
        converted.forEach(net -> settleIn.put(net.operator(), net.quote()));
        perAsset(positions);
        return of(nets, byPair, settleIn, termsVersion, agent, atEpochNanos, without).equals(this);
    }

    /** The assets whose payments with the agent settle together, by asset; empty for the others. */
    public SortedMap<String, String> groups() {
        SortedMap<String, String> root = new TreeMap<>();
        for (Net net : converted) {
            String from = find(root, net.base());
            String to = find(root, net.quote());
            String first = from.compareTo(to) < 0 ? from : to;
            root.put(from, first);
            root.put(to, first);
        }
        SortedMap<String, String> names = new TreeMap<>();
        for (String asset : List.copyOf(root.keySet())) {
            names.merge(find(root, asset), asset, (a, b) -> a + "+" + b);
        }
        SortedMap<String, String> groups = new TreeMap<>();
        root.keySet().forEach(asset -> groups.put(asset, names.get(find(root, asset))));
        return groups;
    }

    private static String find(SortedMap<String, String> root, String asset) {
        String at = asset;
        while (!root.computeIfAbsent(at, one -> one).equals(at)) {
            at = root.get(at);
        }
        return at;
    }

    /**
     * The group of payments that a leg settles with, both currencies or neither: the agent's legs
     * in currencies that were exchanged for each other. Empty for a leg that settles by itself.
     */
    public String groupOf(SettlementLeg leg) {
        return leg.debtor().equals(agent) || leg.creditor().equals(agent)
                ? groups().getOrDefault(leg.asset(), "")
                : "";
    }

    /** SHA-256 over everything but the instant the fixings were chosen at. */
    Sha256 hash() {
        Sha256.Fields fields = new Sha256.Fields(CONVERSION);
        fields.number(termsVersion).text(agent).number(without.size());
        without.forEach(fields::text);
        fields.number(rates.size());
        for (FxRate rate : rates) {
            FxFixing fixing = rate.fixing();
            fields.text(fixing.source()).number(fixing.fixedAtEpochNanos());
            fields.text(fixing.base()).text(fixing.quote()).text(fixing.mid().toString());
            fields.number(fixing.spreadPpm()).text(String.join(" ", fixing.path()));
            fields.number(rate.fixings().size());
            rate.fixings().forEach(fields::text);
        }
        fields.number(converted.size());
        for (Net net : converted) {
            fields.text(net.operator()).text(net.base()).text(net.quote());
            fields.number(net.baseMinor()).number(net.quoteMinor());
        }
        fields.number(roundingMinor.size());
        roundingMinor.forEach((asset, minor) -> fields.text(asset).number(minor));
        fields.number(positions.size());
        for (NetPosition position : positions) {
            fields.text(position.asset()).text(position.operator()).number(position.minor());
        }
        return fields.end();
    }
}
