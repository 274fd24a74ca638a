package tallystick.domain.ledger;

import static tallystick.domain.ledger.FieldCheck.invalid;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tallystick.domain.Decision.Refused;
import tallystick.domain.rating.PriceLine;
import tallystick.domain.rating.PriceTier;
import tallystick.domain.rating.TariffTerms;
import tallystick.domain.rating.TierMode;
import tallystick.domain.usage.TokenClass;

/** Rules of prices with tiers. */
final class TierCheck {

    private static final int MAX_TIERS = 16;

    private TierCheck() {}

    /** The first rule a tariff's tiers break, null for none. */
    static @Nullable Refused tiers(TariffTerms terms, long nowEpochNanos) {
        boolean tiered = false;
        for (int i = 0; i < terms.prices().size(); i++) {
            PriceLine line = terms.prices().get(i);
            Refused refused = line(line, "prices[" + i + "]");
            if (refused != null) {
                return refused;
            }
            tiered |= !line.tiers().isEmpty();
        }
        if (tiered && !terms.minimumCharge().isZero()) {
            return invalid("minimum_charge", "must be 0 where a price has tiers");
        }
        return tiered && terms.effectiveFromEpochNanos() < nowEpochNanos
                ? invalid("effective_from", "must not be in the past where a price has tiers")
                : null;
    }

    private static @Nullable Refused line(PriceLine line, String field) {
        if ((line.tierMode() == TierMode.FLAT) != line.tiers().isEmpty()) {
            return invalid(field + ".tiers", "go with the modes graduated and volume only");
        }
        if (line.tiers().size() > MAX_TIERS) {
            return invalid(field + ".tiers", "must be at most " + MAX_TIERS);
        }
        return ascending(line.tiers(), field);
    }

    private static @Nullable Refused ascending(List<PriceTier> tiers, String field) {
        long before = 0;
        for (int i = 0; i < tiers.size(); i++) {
            PriceTier tier = tiers.get(i);
            String at = field + ".tiers[" + i + "]";
            if (tier.fromTokens() <= before || tier.fromTokens() > TokenClass.MAX_TOKENS) {
                return invalid(at + ".from", "must ascend from 1 to 2^53 - 1");
            }
            if (tier.pricePicoPerToken() < 0) {
                return invalid(at + ".per_million", "must not be negative");
            }
            before = tier.fromTokens();
        }
        return null;
    }
}
