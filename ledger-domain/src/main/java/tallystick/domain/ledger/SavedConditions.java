package tallystick.domain.ledger;

import java.util.ArrayList;
import java.util.List;
import tallystick.domain.LedgerEvent.Reference.ConditionsAgreed;
import tallystick.domain.settlement.AgreementConditions;
import tallystick.domain.settlement.AgreementConditions.Discount;
import tallystick.domain.settlement.AppliedTerms;
import tallystick.domain.settlement.BalancedPrice;
import tallystick.domain.settlement.LinePricing;
import tallystick.domain.settlement.SlaMetric;
import tallystick.domain.settlement.SlaTarget;
import tallystick.domain.settlement.SlaTerms;
import tallystick.domain.settlement.VolumeTiers;
import tallystick.domain.usage.TokenClass;

/** How agreements' conditions and what they did are written to a saved state and read from it. */
final class SavedConditions {

    private SavedConditions() {}

    static void write(StateWriter out, ConditionsAgreed agreed) {
        AgreementConditions conditions = agreed.conditions();
        SavedTerms.write(out, agreed.terms());
        out.number(agreed.version()).number(conditions.startsAtEpochNanos());
        out.number(conditions.endsAtEpochNanos()).amount(conditions.committed());
        out.number(conditions.discounts().size());
        for (Discount discount : conditions.discounts()) {
            out.text(discount.model()).symbol(discount.tokenClass());
            write(out, discount.perToken());
        }
        SlaTerms service = conditions.serviceLevels();
        out.number(service.capBasisPoints()).number(conditions.percentileBasisPoints());
        out.number(service.targets().size());
        for (SlaTarget target : service.targets()) {
            out.symbol(target.metric()).number(target.steps().size());
            target.steps().forEach(s -> out.number(s.limit()).number(s.creditBasisPoints()));
        }
    }

    private static void write(StateWriter out, LinePricing pricing) {
        switch (pricing) {
            case VolumeTiers tiers -> {
                out.symbol(tiers.kind()).number(tiers.tiers().size());
                tiers.tiers()
                        .forEach(t -> out.number(t.fromTokens()).number(t.pricePicoPerToken()));
            }
            case BalancedPrice price ->
                    out.symbol(null)
                            .number(price.balancedPicoPerToken())
                            .number(price.unbalancedPicoPerToken());
        }
    }

    static ConditionsAgreed agreed(StateReader in) {
        var terms = SavedTerms.agreement(in);
        int version = in.ref();
        long startsAt = in.number();
        long endsAt = in.number();
        var committed = in.amount();
        List<Discount> discounts =
                new ArrayList<>(
                        in.list(
                                () ->
                                        new Discount(
                                                in.text(),
                                                in.symbol(TokenClass.class),
                                                pricing(in))));
        int cap = in.ref();
        int percentile = in.ref();
        List<SlaTarget> targets =
                in.list(
                        () ->
                                new SlaTarget(
                                        in.symbol(SlaMetric.class),
                                        in.list(() -> new SlaTarget.Step(in.number(), in.ref()))));
        return new ConditionsAgreed(
                terms,
                version,
                new AgreementConditions(
                        startsAt,
                        endsAt,
                        committed,
                        discounts,
                        new SlaTerms(targets, cap),
                        percentile));
    }

    private static LinePricing pricing(StateReader in) {
        VolumeTiers.Kind kind = in.optionalSymbol(VolumeTiers.Kind.class);
        return kind == null
                ? new BalancedPrice(in.number(), in.number())
                : new VolumeTiers(
                        kind, in.list(() -> new VolumeTiers.Tier(in.number(), in.number())));
    }

    static void write(StateWriter out, AppliedTerms one) {
        out.text(one.agreement()).number(one.version()).text(one.homeOperator());
        out.text(one.servingOperator()).text(one.asset()).number(one.startsAtEpochNanos());
        out.number(one.endsAtEpochNanos()).flag(one.late()).flag(one.closes());
        out.amount(one.usage()).number(one.discounts().size());
        one.discounts()
                .forEach(
                        d ->
                                out.text(d.model())
                                        .symbol(d.tokenClass())
                                        .number(d.sent())
                                        .number(d.returned())
                                        .amount(d.amount()));
        out.amount(one.committed()).amount(one.charged()).amount(one.accrued());
        out.amount(one.trueUp()).number(one.measured().size());
        one.measured()
                .forEach(
                        m ->
                                out.text(m.model())
                                        .symbol(m.metric())
                                        .number(m.records())
                                        .number(m.value())
                                        .number(m.creditBasisPoints()));
        out.number(one.credits().size());
        one.credits()
                .forEach(
                        c ->
                                out.text(c.model())
                                        .amount(c.charge())
                                        .number(c.basisPoints())
                                        .amount(c.credit()));
    }

    static AppliedTerms applied(StateReader in) {
        return new AppliedTerms(
                in.text(),
                in.ref(),
                in.text(),
                in.text(),
                in.text(),
                in.number(),
                in.number(),
                in.flag(),
                in.flag(),
                in.amount(),
                in.list(
                        () ->
                                new AppliedTerms.Discounted(
                                        in.text(),
                                        in.symbol(TokenClass.class),
                                        in.number(),
                                        in.number(),
                                        in.amount())),
                in.amount(),
                in.amount(),
                in.amount(),
                in.amount(),
                in.list(
                        () ->
                                new AppliedTerms.Measured(
                                        in.text(),
                                        in.symbol(SlaMetric.class),
                                        in.number(),
                                        in.number(),
                                        in.ref())),
                in.list(
                        () ->
                                new AppliedTerms.Credited(
                                        in.text(), in.amount(), in.ref(), in.amount())));
    }
}
