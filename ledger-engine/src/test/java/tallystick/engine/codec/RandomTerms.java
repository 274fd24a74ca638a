package tallystick.engine.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
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

/** Random events of agreements' conditions; conditions keep their own rules, the rest none. */
final class RandomTerms {

    private final SplittableRandom random;

    RandomTerms(SplittableRandom random) {
        this.random = random;
    }

    List<LedgerEvent> events() {
        return List.of(
                new ConditionsAgreed(
                        new AgreementTerms(
                                text(), text(), text(), text(), text(), random.nextLong()),
                        random.nextInt(),
                        conditions()),
                new TermsEvent.TermsApplied(text(), some(this::applied)),
                new LedgerEvent.Caps.ExposureAlerted(
                        text(),
                        text(),
                        text(),
                        ExposureAlert.values()[random.nextInt(3)],
                        pico(),
                        pico()));
    }

    private AgreementConditions conditions() {
        long starts = random.nextLong(1L << 60);
        List<AgreementConditions.Discount> discounts = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            discounts.add(new AgreementConditions.Discount(text() + i, tokenClass(), pricing()));
        }
        List<SlaTarget> targets = new ArrayList<>();
        for (SlaMetric metric : SlaMetric.values()) {
            if (random.nextBoolean()) {
                targets.add(
                        new SlaTarget(
                                metric,
                                List.of(
                                        new SlaTarget.Step(
                                                random.nextLong(1_000),
                                                1 + random.nextInt(10_000)))));
            }
        }
        return new AgreementConditions(
                starts,
                starts + 1 + random.nextLong(1L << 60),
                Pico.of(random.nextLong() >>> 1),
                discounts,
                new SlaTerms(targets, random.nextInt(10_001)),
                1 + random.nextInt(10_000));
    }

    private LinePricing pricing() {
        if (random.nextBoolean()) {
            return new BalancedPrice(random.nextLong() >>> 1, random.nextLong() >>> 1);
        }
        List<VolumeTiers.Tier> tiers = new ArrayList<>();
        long from = 0;
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            tiers.add(new VolumeTiers.Tier(from, random.nextLong() >>> 1));
            from += 1 + random.nextLong(1L << 40);
        }
        VolumeTiers.Kind[] kinds = VolumeTiers.Kind.values();
        return new VolumeTiers(kinds[random.nextInt(kinds.length)], tiers);
    }

    private AppliedTerms applied() {
        return new AppliedTerms(
                text(),
                random.nextInt(),
                text(),
                text(),
                text(),
                random.nextLong(),
                random.nextLong(),
                random.nextBoolean(),
                random.nextBoolean(),
                pico(),
                some(
                        () ->
                                new AppliedTerms.Discounted(
                                        text(),
                                        tokenClass(),
                                        random.nextLong(),
                                        random.nextLong(),
                                        pico())),
                pico(),
                pico(),
                pico(),
                pico(),
                some(
                        () ->
                                new AppliedTerms.Measured(
                                        text(),
                                        SlaMetric.values()[random.nextInt(3)],
                                        random.nextLong(),
                                        random.nextLong(),
                                        random.nextInt())),
                some(() -> new AppliedTerms.Credited(text(), pico(), random.nextInt(), pico())));
    }

    private <T> List<T> some(Supplier<T> one) {
        List<T> list = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            list.add(one.get());
        }
        return list;
    }

    private TokenClass tokenClass() {
        return TokenClass.ALL.get(random.nextInt(TokenClass.COUNT));
    }

    private Pico pico() {
        return new Pico(random.nextLong(), random.nextLong());
    }

    private String text() {
        return "é日" + Long.toHexString(random.nextLong());
    }
}
