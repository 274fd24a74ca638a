package tallystick.app.api.reference;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tallystick.app.api.Rfc3339;
import tallystick.app.api.Wire;
import tallystick.domain.settlement.AgreementConditions;
import tallystick.domain.settlement.BalancedPrice;
import tallystick.domain.settlement.SlaTarget;
import tallystick.domain.settlement.VolumeTiers;

/** What an agreement says beyond its tariff, as the API shows it. */
@Wire
record ConditionsResource(
        String startsAt,
        String endsAt,
        String committed,
        List<Discount> discounts,
        @Nullable ServiceLevels serviceLevels) {

    /**
     * What comes off a model's tokens of one class.
     *
     * @param tiers of volume discounts
     * @param balancedPerMillion of discounts by balance
     */
    @Wire
    record Discount(
            String model,
            @JsonProperty("class") String tokenClass,
            String kind,
            @Nullable List<Tier> tiers,
            @Nullable String balancedPerMillion,
            @Nullable String unbalancedPerMillion) {

        static Discount of(AgreementConditions.Discount discount) {
            String tokens = discount.tokenClass().wireName();
            return switch (discount.perToken()) {
                case BalancedPrice price ->
                        new Discount(
                                discount.model(),
                                tokens,
                                "balanced",
                                null,
                                perMillion(price.balancedPicoPerToken()),
                                perMillion(price.unbalancedPicoPerToken()));
                case VolumeTiers volume ->
                        new Discount(
                                discount.model(),
                                tokens,
                                volume.kind().name().toLowerCase(Locale.ROOT),
                                volume.tiers().stream()
                                        .map(
                                                t ->
                                                        new Tier(
                                                                t.fromTokens(),
                                                                perMillion(t.pricePicoPerToken())))
                                        .toList(),
                                null,
                                null);
            };
        }

        private static String perMillion(long picoPerToken) {
            return BigDecimal.valueOf(picoPerToken, 6).toPlainString();
        }
    }

    /** One tier. */
    @Wire
    record Tier(long from, String perMillion) {}

    /** Targets, the percentile of the time to first token, and the most they give together. */
    @Wire
    record ServiceLevels(int capBasisPoints, int percentileBasisPoints, List<Target> targets) {}

    /** One metric's steps. */
    @Wire
    record Target(String metric, List<Step> steps) {

        static Target of(SlaTarget target) {
            return new Target(
                    target.metric().name().toLowerCase(Locale.ROOT),
                    target.steps().stream()
                            .map(s -> new Step(s.limit(), s.creditBasisPoints()))
                            .toList());
        }
    }

    /** A limit, and what missing it gives. */
    @Wire
    record Step(long limit, int creditBasisPoints) {}

    /** Null when nothing is said. */
    static @Nullable ConditionsResource of(AgreementConditions conditions) {
        if (conditions.isNone()) {
            return null;
        }
        List<SlaTarget> targets = conditions.serviceLevels().targets();
        return new ConditionsResource(
                Rfc3339.format(conditions.startsAtEpochNanos()),
                Rfc3339.format(conditions.endsAtEpochNanos()),
                conditions.committed().toDecimalString(),
                conditions.discounts().stream().map(Discount::of).toList(),
                targets.isEmpty()
                        ? null
                        : new ServiceLevels(
                                conditions.serviceLevels().capBasisPoints(),
                                conditions.percentileBasisPoints(),
                                targets.stream().map(Target::of).toList()));
    }
}
