package tallystick.engine.codec;

import java.util.ArrayList;
import java.util.List;
import tallystick.domain.AgreementTerms;
import tallystick.domain.LedgerEvent;
import tallystick.domain.LedgerEvent.Reference.ConditionsAgreed;
import tallystick.domain.TermsEvent;
import tallystick.domain.money.Pico;
import tallystick.domain.settlement.AgreementConditions;
import tallystick.domain.settlement.AppliedTerms;
import tallystick.domain.settlement.BalancedPrice;
import tallystick.domain.settlement.ExposureAlert;
import tallystick.domain.settlement.LinePricing;
import tallystick.domain.settlement.SlaMetric;
import tallystick.domain.settlement.SlaTarget;
import tallystick.domain.settlement.SlaTerms;
import tallystick.domain.settlement.VolumeTiers;
import tallystick.domain.usage.TokenClass;
import tallystick.engine.codec.sbe.ConditionsAgreedDecoder;
import tallystick.engine.codec.sbe.ExposureAlertedDecoder;
import tallystick.engine.codec.sbe.TermsAppliedDecoder;

/** Turns leaves of agreements' conditions back into events. */
final class TermsDecoder {

    private static final int FIRST = 95;
    private static final int LAST = 104;
    private static final ExposureAlert[] MARKS = ExposureAlert.values();
    private static final SlaMetric[] METRICS = SlaMetric.values();
    private static final VolumeTiers.Kind[] KINDS = VolumeTiers.Kind.values();

    private TermsDecoder() {}

    /** Whether a leaf of that template is decoded here. */
    static boolean isOwn(int template) {
        return template >= FIRST && template <= LAST;
    }

    static LedgerEvent decode(LeafBody at) {
        int template = at.header().templateId();
        return switch (template) {
            case ConditionsAgreedDecoder.TEMPLATE_ID -> agreed(at);
            case TermsAppliedDecoder.TEMPLATE_ID -> applied(at);
            case ExposureAlertedDecoder.TEMPLATE_ID -> alerted(at);
            default -> throw new LeafDamagedException("no event has template " + template);
        };
    }

    private static LedgerEvent alerted(LeafBody at) {
        ExposureAlertedDecoder body = new ExposureAlertedDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), at.header());
        ExposureAlert mark = MARKS[body.mark()];
        LedgerEvent event =
                new LedgerEvent.Caps.ExposureAlerted(
                        body.operatorName(),
                        body.servingOperator(),
                        body.asset(),
                        mark,
                        EventDecoder.pico(body.exposure()),
                        EventDecoder.pico(body.capLimit()));
        return at.whole(body.encodedLength(), event);
    }

    private static LedgerEvent agreed(LeafBody at) {
        ConditionsAgreedDecoder body = new ConditionsAgreedDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), at.header());
        List<AgreementConditions.Discount> discounts = new ArrayList<>();
        for (ConditionsAgreedDecoder.DiscountsDecoder one : body.discounts()) {
            TokenClass tokenClass = TokenClass.ALL.get(one.tokenClass());
            LinePricing pricing = pricing(one);
            discounts.add(new AgreementConditions.Discount(one.model(), tokenClass, pricing));
        }
        List<SlaTarget> targets = new ArrayList<>();
        for (ConditionsAgreedDecoder.TargetsDecoder one : body.targets()) {
            SlaMetric metric = METRICS[one.metric()];
            List<SlaTarget.Step> steps = new ArrayList<>();
            for (ConditionsAgreedDecoder.TargetsDecoder.StepsDecoder step : one.steps()) {
                steps.add(new SlaTarget.Step(step.limit(), step.creditBasisPoints()));
            }
            targets.add(new SlaTarget(metric, steps));
        }
        AgreementConditions conditions =
                new AgreementConditions(
                        body.startsAtEpochNanos(),
                        body.endsAtEpochNanos(),
                        EventDecoder.pico(body.committed()),
                        discounts,
                        new SlaTerms(targets, body.capBasisPoints()),
                        body.percentileBasisPoints());
        AgreementTerms terms =
                new AgreementTerms(
                        body.agreement(),
                        body.homeOperator(),
                        body.servingOperator(),
                        body.interOperatorTariff(),
                        body.settlementModel(),
                        body.effectiveFromEpochNanos());
        LedgerEvent event = new ConditionsAgreed(terms, body.version(), conditions);
        return at.whole(body.encodedLength(), event);
    }

    private static LinePricing pricing(ConditionsAgreedDecoder.DiscountsDecoder one) {
        short kind = one.kind();
        List<VolumeTiers.Tier> tiers = new ArrayList<>();
        for (ConditionsAgreedDecoder.DiscountsDecoder.TiersDecoder tier : one.tiers()) {
            tiers.add(new VolumeTiers.Tier(tier.fromTokens(), tier.pricePico()));
        }
        return kind == TermsEncoder.BALANCED
                ? new BalancedPrice(one.balancedPico(), one.unbalancedPico())
                : new VolumeTiers(KINDS[kind], tiers);
    }

    private static LedgerEvent applied(LeafBody at) {
        TermsAppliedDecoder body = new TermsAppliedDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), at.header());
        List<AppliedTerms> applied = new ArrayList<>();
        for (TermsAppliedDecoder.AppliedDecoder one : body.applied()) {
            applied.add(term(one));
        }
        LedgerEvent event = new TermsEvent.TermsApplied(body.window(), applied);
        return at.whole(body.encodedLength(), event);
    }

    private static AppliedTerms term(TermsAppliedDecoder.AppliedDecoder one) {
        int version = one.version();
        long startsAt = one.startsAtEpochNanos();
        long endsAt = one.endsAtEpochNanos();
        int flags = one.flags();
        Pico usage = EventDecoder.pico(one.usage());
        Pico committed = EventDecoder.pico(one.committed());
        Pico charged = EventDecoder.pico(one.charged());
        Pico accrued = EventDecoder.pico(one.accrued());
        Pico trueUp = EventDecoder.pico(one.trueUp());
        List<AppliedTerms.Discounted> discounts = new ArrayList<>();
        for (TermsAppliedDecoder.AppliedDecoder.DiscountsDecoder each : one.discounts()) {
            TokenClass tokenClass = TokenClass.ALL.get(each.tokenClass());
            Pico amount = EventDecoder.pico(each.amount());
            discounts.add(
                    new AppliedTerms.Discounted(
                            each.model(), tokenClass, each.sent(), each.returned(), amount));
        }
        List<AppliedTerms.Measured> measured = new ArrayList<>();
        for (TermsAppliedDecoder.AppliedDecoder.MeasuredDecoder each : one.measured()) {
            measured.add(
                    new AppliedTerms.Measured(
                            each.model(),
                            METRICS[each.metric()],
                            each.records(),
                            each.measure(),
                            each.creditBasisPoints()));
        }
        List<AppliedTerms.Credited> credits = new ArrayList<>();
        for (TermsAppliedDecoder.AppliedDecoder.CreditsDecoder each : one.credits()) {
            Pico charge = EventDecoder.pico(each.charge());
            Pico credit = EventDecoder.pico(each.credit());
            credits.add(
                    new AppliedTerms.Credited(each.model(), charge, each.basisPoints(), credit));
        }
        return new AppliedTerms(
                one.agreement(),
                version,
                one.homeOperator(),
                one.servingOperator(),
                one.asset(),
                startsAt,
                endsAt,
                (flags & TermsEncoder.LATE) != 0,
                (flags & TermsEncoder.CLOSES) != 0,
                usage,
                discounts,
                committed,
                charged,
                accrued,
                trueUp,
                measured,
                credits);
    }
}
