package tallystick.domain.settlement;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import tallystick.domain.money.Assets;

/**
 * An exchange rate as fixed by an agreed source (settlement chapter §4.3.4). The spread lies
 * symmetrically about the mid: {@code bid = mid × (1 − spread/2)}, {@code ask = mid × (1 +
 * spread/2)}. Exact: a rate is a ratio of integers.
 *
 * @param source who fixed it
 * @param fixedAtEpochNanos when, nanoseconds since 1970
 * @param base the currency that is priced
 * @param quote the currency it is priced in
 * @param mid units of quote for one unit of base, more than 0
 * @param spreadPpm ask less bid, parts per million of the mid, 0 … 1,999,999
 * @param path the currencies the rate was made through, from base to quote, none twice
 */
public record FxFixing(
        String source,
        long fixedAtEpochNanos,
        String base,
        String quote,
        Fraction mid,
        int spreadPpm,
        List<String> path) {

    /** Twice a million: a spread so wide that the bid would be 0. */
    private static final int TWICE_THE_MID_PPM = 2_000_000;

    /**
     * @throws IllegalArgumentException naming the field and the rule that is broken
     */
    public FxFixing {
        ArgumentCheck.name("source", source);
        ArgumentCheck.currency("base", base);
        ArgumentCheck.currency("quote", quote);
        ArgumentCheck.that(!base.equals(quote), "quote", "must differ from the base");
        ArgumentCheck.that(mid.signum() > 0, "mid", "must be more than 0");
        ArgumentCheck.that(
                spreadPpm >= 0 && spreadPpm < TWICE_THE_MID_PPM,
                "spreadPpm",
                "must be 0 to 1999999 parts per million");
        path = List.copyOf(path);
        ArgumentCheck.that(
                path.size() >= 2 && path.getFirst().equals(base) && path.getLast().equals(quote),
                "path",
                "must lead from the base to the quote");
        path.forEach(currency -> ArgumentCheck.currency("path", currency));
        ArgumentCheck.that(
                new TreeSet<>(path).size() == path.size(),
                "path",
                "must not pass a currency twice");
    }

    /** A fixing of the pair itself, through no third currency. */
    public static FxFixing direct(
            String source,
            long fixedAtEpochNanos,
            String base,
            String quote,
            Fraction mid,
            int spreadPpm) {
        return new FxFixing(
                source, fixedAtEpochNanos, base, quote, mid, spreadPpm, List.of(base, quote));
    }

    /**
     * The cross rate through {@code next}'s base: mids multiply, relative spreads add.
     *
     * @param next a fixing of this one's quote, by the same source at the same time
     * @throws IllegalArgumentException when it does not continue this one
     */
    public FxFixing then(FxFixing next) {
        ArgumentCheck.that(next.base.equals(quote), "next", "must start from " + quote);
        ArgumentCheck.that(next.source.equals(source), "next", "must be fixed by " + source);
        ArgumentCheck.that(
                next.fixedAtEpochNanos == fixedAtEpochNanos, "next", "must be fixed at that time");
        List<String> through = new ArrayList<>(path);
        through.addAll(next.path.subList(1, next.path.size()));
        return new FxFixing(
                source,
                fixedAtEpochNanos,
                base,
                next.quote,
                mid.times(next.mid),
                Math.addExact(spreadPpm, next.spreadPpm),
                through);
    }

    /** The same fixing read the other way: the inverse mid, the same relative spread. */
    public FxFixing inverse() {
        return new FxFixing(
                source, fixedAtEpochNanos, quote, base, mid.inverse(), spreadPpm, path.reversed());
    }

    /** Units of quote that one unit of base fetches. */
    public Fraction bid() {
        return mid.times(Fraction.of(TWICE_THE_MID_PPM - spreadPpm, TWICE_THE_MID_PPM));
    }

    /** Units of quote that one unit of base costs. */
    public Fraction ask() {
        return mid.times(Fraction.of((long) TWICE_THE_MID_PPM + spreadPpm, TWICE_THE_MID_PPM));
    }

    /**
     * A net position in base as minor units of quote, exactly: what is to receive at the bid, what
     * is to pay at the ask.
     *
     * @param baseMinor minor units of base, positive is to receive
     */
    public Fraction convertMinor(long baseMinor) {
        Fraction rate = baseMinor < 0 ? ask() : bid();
        return rate.times(Fraction.of(baseMinor))
                .times(tenTo(Assets.minorDigits(quote)))
                .times(tenTo(Assets.minorDigits(base)).inverse());
    }

    private static Fraction tenTo(int digits) {
        long power = 1;
        for (int i = 0; i < digits; i++) {
            power *= 10;
        }
        return Fraction.of(power);
    }
}
