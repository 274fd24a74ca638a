package tallystick.domain.rating;

import java.util.List;
import tallystick.domain.money.Pico;

/**
 * A version of a tariff as published; never edited, a mistake is a new version.
 *
 * @param tariff the tariff's name, such as {@code retail-fr}
 * @param kind who pays by it
 * @param operator the operator that publishes it
 * @param asset what its prices are counted in
 * @param zone IANA time zone in which its effective time is read
 * @param effectiveFromEpochNanos the first instant at which it holds, nanoseconds since 1970
 * @param minimumCharge least amount of a record with any token, 0 for none and where there are
 *     tiers
 * @param tierPeriod over what tiers sum; it matters only where there are tiers
 * @param prices at least one
 */
public record TariffTerms(
        String tariff,
        TariffKind kind,
        String operator,
        String asset,
        String zone,
        long effectiveFromEpochNanos,
        Pico minimumCharge,
        TierPeriod tierPeriod,
        List<PriceLine> prices) {

    public TariffTerms {
        prices = List.copyOf(prices);
    }

    /** A version whose tiers, if any, sum over a month. */
    public TariffTerms(
            String tariff,
            TariffKind kind,
            String operator,
            String asset,
            String zone,
            long effectiveFromEpochNanos,
            Pico minimumCharge,
            List<PriceLine> prices) {
        this(
                tariff,
                kind,
                operator,
                asset,
                zone,
                effectiveFromEpochNanos,
                minimumCharge,
                TierPeriod.MONTH,
                prices);
    }
}
