package tallystick.engine.codec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tallystick.domain.AgreementTerms;
import tallystick.domain.LedgerEvent;
import tallystick.domain.LedgerEvent.Reference.ConditionsAgreed;
import tallystick.domain.TermsEvent;
import tallystick.domain.money.Pico;
import tallystick.domain.settlement.AgreementConditions;
import tallystick.domain.settlement.AppliedTerms;
import tallystick.domain.settlement.BalancedPrice;
import tallystick.domain.settlement.ExposureAlert;
import tallystick.domain.settlement.SlaMetric;
import tallystick.domain.settlement.SlaTarget;
import tallystick.domain.settlement.SlaTerms;
import tallystick.domain.settlement.VolumeTiers;
import tallystick.domain.usage.TokenClass;

/** Examples of what agreements' conditions write. Only ever append. */
final class TermsSamples {

    private TermsSamples() {}

    static Map<String, LedgerEvent> events() {
        Map<String, LedgerEvent> samples = new LinkedHashMap<>();
        samples.put(
                "conditions-agreed",
                new ConditionsAgreed(
                        new AgreementTerms("kr-fr", "kr-telco", "fr-telco", "iot-fr", "monthly", 5),
                        2,
                        new AgreementConditions(
                                601,
                                607,
                                Pico.of(613),
                                List.of(
                                        new AgreementConditions.Discount(
                                                "m-1",
                                                TokenClass.OUTPUT_TEXT,
                                                new VolumeTiers(
                                                        VolumeTiers.Kind.VOLUME,
                                                        List.of(
                                                                new VolumeTiers.Tier(0, 0),
                                                                new VolumeTiers.Tier(617, 619)))),
                                        new AgreementConditions.Discount(
                                                "m-2",
                                                TokenClass.INPUT_UNCACHED,
                                                new BalancedPrice(631, 641))),
                                new SlaTerms(
                                        List.of(
                                                new SlaTarget(
                                                        SlaMetric.MILLI_TOKENS_PER_SECOND,
                                                        List.of(new SlaTarget.Step(643, 647)))),
                                        653),
                                659)));
        samples.put(
                "terms-applied",
                new TermsEvent.TermsApplied(
                        "2026-01",
                        List.of(
                                new AppliedTerms(
                                        "kr-fr",
                                        2,
                                        "kr",
                                        "fr",
                                        "EUR",
                                        601,
                                        607,
                                        true,
                                        false,
                                        Pico.of(661),
                                        List.of(
                                                new AppliedTerms.Discounted(
                                                        "m-1",
                                                        TokenClass.OUTPUT_TEXT,
                                                        673,
                                                        677,
                                                        Pico.of(683))),
                                        Pico.of(691),
                                        Pico.of(701),
                                        Pico.of(-709),
                                        Pico.of(719),
                                        List.of(
                                                new AppliedTerms.Measured(
                                                        "m-1",
                                                        SlaMetric.AVAILABILITY_BASIS_POINTS,
                                                        727,
                                                        733,
                                                        739)),
                                        List.of(
                                                new AppliedTerms.Credited(
                                                        "m-1",
                                                        Pico.of(743),
                                                        751,
                                                        Pico.of(757)))))));
        samples.put(
                "exposure-alerted",
                new LedgerEvent.Caps.ExposureAlerted(
                        "kr",
                        "fr",
                        "EUR",
                        ExposureAlert.AT_75_PERCENT,
                        Pico.of(761),
                        Pico.of(769)));
        return samples;
    }
}
