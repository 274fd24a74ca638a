package tallystick.engine.codec;

import tallystick.domain.AgreementTerms;
import tallystick.domain.LedgerEvent.Reference.ConditionsAgreed;
import tallystick.domain.TermsEvent;
import tallystick.domain.settlement.AgreementConditions;
import tallystick.domain.settlement.AppliedTerms;
import tallystick.domain.settlement.BalancedPrice;
import tallystick.domain.settlement.SlaTarget;
import tallystick.domain.settlement.VolumeTiers;
import tallystick.engine.codec.sbe.ConditionsAgreedEncoder;
import tallystick.engine.codec.sbe.MessageHeaderEncoder;
import tallystick.engine.codec.sbe.TermsAppliedEncoder;

/** Turns the events of agreements' conditions into leaves. One thread. */
final class TermsEncoder {

    /** In place of a kind of volume tiers: a price by balance. */
    static final short BALANCED = 2;

    static final int LATE = 1;
    static final int CLOSES = 2;

    private static final int HEADER = MessageHeaderEncoder.ENCODED_LENGTH;

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();

    int encode(TermsEvent event, Leaf leaf) {
        return switch (event) {
            case TermsEvent.TermsApplied e -> applied(e, leaf);
        };
    }

    int encode(ConditionsAgreed event, Leaf leaf) {
        AgreementTerms terms = event.terms();
        AgreementConditions conditions = event.conditions();
        ConditionsAgreedEncoder body = new ConditionsAgreedEncoder();
        body.wrapAndApplyHeader(leaf.buffer(), leaf.offset(), header)
                .position(leaf.position())
                .recordedEpochNanos(leaf.recordedEpochNanos())
                .version(event.version())
                .effectiveFromEpochNanos(terms.effectiveFromEpochNanos())
                .startsAtEpochNanos(conditions.startsAtEpochNanos())
                .endsAtEpochNanos(conditions.endsAtEpochNanos())
                .capBasisPoints(conditions.serviceLevels().capBasisPoints())
                .percentileBasisPoints(conditions.percentileBasisPoints());
        EventEncoder.pico(conditions.committed(), body.committed());
        discounts(conditions, body);
        targets(conditions, body);
        body.agreement(terms.agreement())
                .homeOperator(terms.homeOperator())
                .servingOperator(terms.servingOperator())
                .interOperatorTariff(terms.interOperatorTariff())
                .settlementModel(terms.settlementModel());
        return HEADER + body.encodedLength();
    }

    private static void discounts(AgreementConditions conditions, ConditionsAgreedEncoder body) {
        ConditionsAgreedEncoder.DiscountsEncoder group =
                body.discountsCount(conditions.discounts().size());
        for (AgreementConditions.Discount discount : conditions.discounts()) {
            group.next().tokenClass((short) discount.tokenClass().ordinal());
            switch (discount.perToken()) {
                case BalancedPrice price -> {
                    group.kind(BALANCED)
                            .balancedPico(price.balancedPicoPerToken())
                            .unbalancedPico(price.unbalancedPicoPerToken());
                    group.tiersCount(0);
                }
                case VolumeTiers tiers -> {
                    group.kind((short) tiers.kind().ordinal()).balancedPico(0).unbalancedPico(0);
                    ConditionsAgreedEncoder.DiscountsEncoder.TiersEncoder each =
                            group.tiersCount(tiers.tiers().size());
                    for (VolumeTiers.Tier tier : tiers.tiers()) {
                        each.next()
                                .fromTokens(tier.fromTokens())
                                .pricePico(tier.pricePicoPerToken());
                    }
                }
            }
            group.model(discount.model());
        }
    }

    private static void targets(AgreementConditions conditions, ConditionsAgreedEncoder body) {
        ConditionsAgreedEncoder.TargetsEncoder group =
                body.targetsCount(conditions.serviceLevels().targets().size());
        for (SlaTarget target : conditions.serviceLevels().targets()) {
            group.next().metric((short) target.metric().ordinal());
            ConditionsAgreedEncoder.TargetsEncoder.StepsEncoder steps =
                    group.stepsCount(target.steps().size());
            for (SlaTarget.Step step : target.steps()) {
                steps.next().limit(step.limit()).creditBasisPoints(step.creditBasisPoints());
            }
        }
    }

    private int applied(TermsEvent.TermsApplied event, Leaf leaf) {
        TermsAppliedEncoder body = new TermsAppliedEncoder();
        body.wrapAndApplyHeader(leaf.buffer(), leaf.offset(), header)
                .position(leaf.position())
                .recordedEpochNanos(leaf.recordedEpochNanos());
        TermsAppliedEncoder.AppliedEncoder group = body.appliedCount(event.applied().size());
        for (AppliedTerms one : event.applied()) {
            group.next()
                    .version(one.version())
                    .startsAtEpochNanos(one.startsAtEpochNanos())
                    .endsAtEpochNanos(one.endsAtEpochNanos())
                    .flags((short) ((one.late() ? LATE : 0) | (one.closes() ? CLOSES : 0)));
            EventEncoder.pico(one.usage(), group.usage());
            EventEncoder.pico(one.committed(), group.committed());
            EventEncoder.pico(one.charged(), group.charged());
            EventEncoder.pico(one.accrued(), group.accrued());
            EventEncoder.pico(one.trueUp(), group.trueUp());
            parts(one, group);
            group.agreement(one.agreement())
                    .homeOperator(one.homeOperator())
                    .servingOperator(one.servingOperator())
                    .asset(one.asset());
        }
        body.window(event.window());
        return HEADER + body.encodedLength();
    }

    private static void parts(AppliedTerms one, TermsAppliedEncoder.AppliedEncoder group) {
        TermsAppliedEncoder.AppliedEncoder.DiscountsEncoder discounts =
                group.discountsCount(one.discounts().size());
        for (AppliedTerms.Discounted discount : one.discounts()) {
            discounts
                    .next()
                    .tokenClass((short) discount.tokenClass().ordinal())
                    .sent(discount.sent())
                    .returned(discount.returned());
            EventEncoder.pico(discount.amount(), discounts.amount());
            discounts.model(discount.model());
        }
        TermsAppliedEncoder.AppliedEncoder.MeasuredEncoder measured =
                group.measuredCount(one.measured().size());
        for (AppliedTerms.Measured measure : one.measured()) {
            measured.next()
                    .metric((short) measure.metric().ordinal())
                    .records(measure.records())
                    .measure(measure.value())
                    .creditBasisPoints(measure.creditBasisPoints())
                    .model(measure.model());
        }
        TermsAppliedEncoder.AppliedEncoder.CreditsEncoder credits =
                group.creditsCount(one.credits().size());
        for (AppliedTerms.Credited credit : one.credits()) {
            credits.next().basisPoints(credit.basisPoints());
            EventEncoder.pico(credit.charge(), credits.charge());
            EventEncoder.pico(credit.credit(), credits.credit());
            credits.model(credit.model());
        }
    }
}
