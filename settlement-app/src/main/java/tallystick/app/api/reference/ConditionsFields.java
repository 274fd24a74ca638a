package tallystick.app.api.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tallystick.app.api.RequestFields;
import tallystick.domain.settlement.AgreementConditions;
import tallystick.domain.settlement.BalancedPrice;
import tallystick.domain.settlement.LinePricing;
import tallystick.domain.settlement.SlaMetric;
import tallystick.domain.settlement.SlaTarget;
import tallystick.domain.settlement.SlaTerms;
import tallystick.domain.settlement.VolumeTiers;
import tallystick.domain.usage.TokenClass;

/** The member {@code conditions} of an agreement's request. */
final class ConditionsFields {

    private static final String FIELD = "conditions";
    private static final int WHOLE = 10_000;
    private static final int USUAL_PERCENTILE = 9_500;
    private static final String BALANCED = "balanced";
    private static final Map<String, String> KINDS =
            Map.of("graduated", "GRADUATED", "volume", "VOLUME", BALANCED, BALANCED);
    private static final Map<String, TokenClass> CLASSES = classes();
    private static final Map<String, SlaMetric> METRICS = metrics();

    private ConditionsFields() {}

    /** What is asked for; nothing when the member is absent or a rule is broken and noted. */
    static AgreementConditions read(RequestFields request) {
        RequestFields fields = request.objectOrNull(FIELD);
        if (fields == null) {
            return AgreementConditions.NONE;
        }
        try {
            RequestFields service = fields.objectOrNull("service_levels");
            return new AgreementConditions(
                    fields.time("starts_at"),
                    fields.time("ends_at"),
                    fields.amountOrZero("committed"),
                    discounts(fields),
                    service == null ? new SlaTerms(List.of(), 0) : levels(service),
                    service == null
                            ? USUAL_PERCENTILE
                            : service.wholeNumberOr(
                                    "percentile_basis_points", 1, WHOLE, USUAL_PERCENTILE));
        } catch (IllegalArgumentException rule) {
            request.broken(FIELD, rule.getMessage());
            return AgreementConditions.NONE;
        }
    }

    private static List<AgreementConditions.Discount> discounts(RequestFields fields) {
        List<AgreementConditions.Discount> discounts = new ArrayList<>();
        if (fields.has("discounts")) {
            for (RequestFields one : fields.objects("discounts")) {
                String model = one.model("model");
                TokenClass tokenClass = one.word("class", CLASSES);
                LinePricing off = off(one);
                if (tokenClass != null && off != null) {
                    discounts.add(new AgreementConditions.Discount(model, tokenClass, off));
                }
            }
        }
        return discounts;
    }

    private static @Nullable LinePricing off(RequestFields one) {
        String kind = one.word("kind", KINDS);
        if (kind == null) {
            return null;
        }
        if (kind.equals(BALANCED)) {
            return new BalancedPrice(
                    one.pricePicoPerToken("balanced_per_million"),
                    one.pricePicoPerToken("unbalanced_per_million"));
        }
        List<VolumeTiers.Tier> tiers = new ArrayList<>();
        for (RequestFields tier : one.objects("tiers")) {
            tiers.add(
                    new VolumeTiers.Tier(
                            tier.count("from"), tier.pricePicoPerToken("per_million")));
        }
        return new VolumeTiers(VolumeTiers.Kind.valueOf(kind), tiers);
    }

    private static SlaTerms levels(RequestFields service) {
        List<SlaTarget> targets = new ArrayList<>();
        for (RequestFields target : service.objects("targets")) {
            SlaMetric metric = target.word("metric", METRICS);
            List<SlaTarget.Step> steps = new ArrayList<>();
            for (RequestFields step : target.objects("steps")) {
                steps.add(
                        new SlaTarget.Step(
                                step.count("limit"),
                                step.wholeNumber("credit_basis_points", 1, WHOLE)));
            }
            if (metric != null) {
                targets.add(new SlaTarget(metric, steps));
            }
        }
        return new SlaTerms(targets, service.wholeNumber("cap_basis_points", 0, WHOLE));
    }

    private static Map<String, TokenClass> classes() {
        Map<String, TokenClass> classes = new TreeMap<>();
        TokenClass.ALL.forEach(tokenClass -> classes.put(tokenClass.wireName(), tokenClass));
        return classes;
    }

    private static Map<String, SlaMetric> metrics() {
        Map<String, SlaMetric> metrics = new TreeMap<>();
        for (SlaMetric metric : SlaMetric.values()) {
            metrics.put(metric.name().toLowerCase(Locale.ROOT), metric);
        }
        return metrics;
    }
}
