package tallystick.app.api.wallet;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tallystick.app.api.Wire;
import tallystick.domain.ledger.Posting;
import tallystick.domain.rating.RatingSteps;

/**
 * Why an entry is what it is.
 *
 * @param charge how a usage record's retail amount came about and who bore it, absent for others
 * @param wholesale what the other operator is owed, absent for home traffic and for who may not see
 *     it
 * @param postings the double entry; between operators only for who may see wholesale
 * @param proof where the stored bytes of the event are
 */
@Wire
record ExplanationResource(
        EntryResource entry,
        @Nullable Charge charge,
        @Nullable Hold hold,
        @Nullable Leg wholesale,
        List<PostingResource> postings,
        String proof) {

    /**
     * The retail leg.
     *
     * @param draws what each grant bore, in draw order
     * @param overdraft what the overdraft bore
     * @param shortfall what nothing bore and is owed
     */
    @Wire
    record Charge(Leg retail, List<Draw> draws, String overdraft, String shortfall) {}

    @Wire
    record Draw(String grant, String amount) {}

    /**
     * A leg: Σ lines and {@code minimumCharge} or {@code difference} is {@code amount}.
     *
     * @param tariff the version that rated it
     * @param ratedAt the instant whose version and tier period count
     * @param jurisdiction that served, empty when not known
     * @param lines absent where tiers sum over more than one wallet
     * @param minimumCharge what the lines lacked of it, absent when nothing
     * @param difference what the lines have not to do with it: a record that changes an earlier
     *     one, or draws on a hold, is charged the difference to what was charged
     */
    @Wire
    record Leg(
            String tariff,
            String ratedAt,
            String jurisdiction,
            String amount,
            String asset,
            @Nullable List<Line> lines,
            @Nullable String minimumCharge,
            @Nullable String difference) {}

    /**
     * A token class.
     *
     * @param usedBefore tokens of the tier period before, absent without tiers
     */
    @Wire
    record Line(
            @JsonProperty("class") String tokenClass,
            long tokens,
            @Nullable Long usedBefore,
            String amount,
            List<Step> steps) {

        static Line of(RatingSteps.Line line) {
            return new Line(
                    line.tokenClass().wireName(),
                    line.tokens(),
                    line.tiered() ? line.tokensBefore() : null,
                    line.amount().toDecimalString(),
                    line.steps().stream().map(Step::of).toList());
        }
    }

    /** Tokens at one price. */
    @Wire
    record Step(long from, long tokens, String perMillion, String amount) {

        private static final int DECIMALS = 6;

        static Step of(RatingSteps.Step step) {
            return new Step(
                    step.fromTokens(),
                    step.tokens(),
                    BigDecimal.valueOf(step.pricePicoPerToken(), DECIMALS).toPlainString(),
                    step.amount().toDecimalString());
        }
    }

    /**
     * What a hold had to do with it.
     *
     * @param released of what was set aside, for this charge
     * @param overrun charged beyond what was set aside
     */
    @Wire
    record Hold(String hold, String released, boolean overrun) {}

    /** One side of the double entry; the other is absent. */
    @Wire
    record PostingResource(
            String account,
            String book,
            String asset,
            @Nullable String debit,
            @Nullable String credit) {

        static PostingResource of(Posting posting) {
            String amount = posting.amount().toDecimalString();
            return new PostingResource(
                    posting.account(),
                    posting.book(),
                    posting.asset(),
                    posting.debit() ? amount : null,
                    posting.debit() ? null : amount);
        }
    }
}
