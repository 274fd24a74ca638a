package tallystick.app.api.reference;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tallystick.app.api.Rfc3339;
import tallystick.app.api.Wire;
import tallystick.app.api.WireText;
import tallystick.domain.rating.TariffTerms;
import tallystick.projections.reference.ReferenceView;

/**
 * A version of a tariff as the API shows it.
 *
 * @param tierPeriod over what tiers sum, absent when no price has tiers
 */
@Wire
record TariffResource(
        String tariff,
        int version,
        String kind,
        String operator,
        String asset,
        String zone,
        String effectiveFrom,
        String minimumCharge,
        @Nullable String tierPeriod,
        List<PriceResource> prices,
        String position) {

    static TariffResource of(TariffTerms terms, int version, long position) {
        return new TariffResource(
                terms.tariff(),
                version,
                WireText.word(terms.kind()),
                terms.operator(),
                terms.asset(),
                terms.zone(),
                Rfc3339.format(terms.effectiveFromEpochNanos()),
                terms.minimumCharge().toDecimalString(),
                terms.prices().stream().allMatch(line -> line.tiers().isEmpty())
                        ? null
                        : terms.tierPeriod().wireName(),
                terms.prices().stream().map(PriceResource::of).toList(),
                WireText.position(position));
    }

    static TariffResource of(ReferenceView.TariffVersion row) {
        return of(row.terms(), row.version(), row.position());
    }
}
