package tallystick.app.api.settlement;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Locale;
import tallystick.app.api.Rfc3339;
import tallystick.app.api.Wire;
import tallystick.domain.settlement.AppliedTerms;

/** What agreements' conditions did in a window. */
@Wire
record TermsResource(String window, List<Applied> terms) {

    /** One term of an agreement. */
    @Wire
    record Applied(
            String agreement,
            String homeOperator,
            String servingOperator,
            String asset,
            String startsAt,
            String endsAt,
            boolean late,
            boolean trueUpDue,
            String usage,
            String committed,
            String charged,
            String accrued,
            String trueUp,
            String change,
            List<Discounted> discounts,
            List<Measured> measured,
            List<Credited> credits) {

        static Applied of(AppliedTerms one) {
            return new Applied(
                    one.agreement() + "@" + one.version(),
                    one.homeOperator(),
                    one.servingOperator(),
                    one.asset(),
                    Rfc3339.format(one.startsAtEpochNanos()),
                    Rfc3339.format(one.endsAtEpochNanos()),
                    one.late(),
                    one.closes(),
                    one.usage().toDecimalString(),
                    one.committed().toDecimalString(),
                    one.charged().toDecimalString(),
                    one.accrued().toDecimalString(),
                    one.trueUp().toDecimalString(),
                    one.change().toDecimalString(),
                    one.discounts().stream().map(Discounted::of).toList(),
                    one.measured().stream().map(Measured::of).toList(),
                    one.credits().stream().map(Credited::of).toList());
        }
    }

    /** A discount's part in the window. */
    @Wire
    record Discounted(
            String model,
            @JsonProperty("class") String tokenClass,
            long sent,
            long returned,
            String amount) {
        static Discounted of(AppliedTerms.Discounted one) {
            return new Discounted(
                    one.model(),
                    one.tokenClass().wireName(),
                    one.sent(),
                    one.returned(),
                    one.amount().toDecimalString());
        }
    }

    /** A target that was looked at. */
    @Wire
    record Measured(String model, String metric, long records, long value, int creditBasisPoints) {
        static Measured of(AppliedTerms.Measured one) {
            return new Measured(
                    one.model(),
                    one.metric().name().toLowerCase(Locale.ROOT),
                    one.records(),
                    one.value(),
                    one.creditBasisPoints());
        }
    }

    /** A service credit. */
    @Wire
    record Credited(String model, String charge, int basisPoints, String credit) {
        static Credited of(AppliedTerms.Credited one) {
            return new Credited(
                    one.model(),
                    one.charge().toDecimalString(),
                    one.basisPoints(),
                    one.credit().toDecimalString());
        }
    }
}
