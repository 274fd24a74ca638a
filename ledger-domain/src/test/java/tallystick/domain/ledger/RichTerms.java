package tallystick.domain.ledger;

import java.util.List;
import tallystick.domain.AgreementTerms;
import tallystick.domain.LedgerCommand;
import tallystick.domain.LedgerCommand.Settlement;
import tallystick.domain.money.Pico;
import tallystick.domain.rating.TariffKind;
import tallystick.domain.settlement.AgreementConditions;
import tallystick.domain.settlement.BalancedPrice;
import tallystick.domain.settlement.SlaMetric;
import tallystick.domain.settlement.SlaTarget;
import tallystick.domain.settlement.SlaTerms;
import tallystick.domain.settlement.VolumeTiers;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageRecord;

/** A ledger with something in every field that agreements' conditions keep. */
final class RichTerms {

    private static final long HOUR = 3_600_000_000_000L;

    private RichTerms() {}

    /** Needs the operator op-in with its tenant tnt-in and its agreement x. */
    static void given(LedgerFixture f) {
        f.given(f.tariff("retail-in", TariffKind.RETAIL, "op-in", "INR", 9));
        f.given(f.wallet("wal-in", "tnt-in", "INR", "retail-in", "0"));
        f.given(agreement(f, "in-fr", "op-in", "op-fr", "iot-fr", 1));
        f.given(agreement(f, "x", "op-fr", "op-in", "iot-in", 9 * HOUR));
        f.given(new Settlement.OpenWindow("t1", "terms", f.now() - 1));
        used(f, "t-1", "op-in", "op-fr", f.now());
        used(f, "t-2", "op-fr", "op-in", f.now());
        f.after(1);
        calculated(f, "t1", 2);
        used(f, "t-3", "op-in", "op-fr", f.now() - 1);
        f.after(1);
        calculated(f, "t2", 1);
        used(f, "t-4", "op-in", "op-fr", f.now() - 2);
        used(f, "t-5", "op-fr", "op-in", f.now());
    }

    /** The last thing: the alert waits to be told. */
    static void alerting(LedgerFixture f) {
        f.given(new LedgerCommand.Caps.SetBilateralCap("op-in", "op-fr", "EUR", Pico.of(1)));
    }

    private static void calculated(LedgerFixture f, String window, long records) {
        f.given(new Settlement.CutOffWindow(window, f.now(), window.equals("t1") ? "t2" : "t3"));
        f.given(new Settlement.FenceWindow(window));
        f.given(new Settlement.SealWindow(window, records, "00"));
        f.given(new Settlement.CalculateWindow(window));
    }

    private static LedgerCommand agreement(
            LedgerFixture f, String name, String home, String serving, String tariff, long nanos) {
        SlaTerms service =
                new SlaTerms(
                        List.of(
                                new SlaTarget(
                                        SlaMetric.TIME_TO_FIRST_TOKEN_MICROS,
                                        List.of(new SlaTarget.Step(1, 100)))),
                        1_000);
        List<AgreementConditions.Discount> discounts =
                List.of(
                        new AgreementConditions.Discount(
                                LedgerFixture.MODEL,
                                TokenClass.OUTPUT_TEXT,
                                new BalancedPrice(2, 1)),
                        new AgreementConditions.Discount(
                                LedgerFixture.MODEL,
                                TokenClass.INPUT_UNCACHED,
                                new VolumeTiers(
                                        VolumeTiers.Kind.VOLUME,
                                        List.of(
                                                new VolumeTiers.Tier(0, 1),
                                                new VolumeTiers.Tier(7, 2)))));
        return new LedgerCommand.Reference.ConcludeAgreement(
                new AgreementTerms(name, home, serving, tariff, "terms", f.now()),
                new AgreementConditions(
                        f.now(), f.now() + nanos, Pico.ofUnits(9), discounts, service, 5_000));
    }

    private static void used(LedgerFixture f, String id, String home, String serving, long ended) {
        UsageRecord usage = f.usage(id, home.equals("op-in") ? "wal-in" : "wal-fr");
        usage.endedEpochNanos = ended;
        usage.homeOperator = home;
        usage.servingOperator = serving;
        usage.tenant = home.equals("op-in") ? "tnt-in" : "tnt-fr";
        usage.attributes = "{\"data\":{\"timing\":{\"first_token_us\":2,\"output_us\":3}}}";
        f.record(usage);
    }
}
