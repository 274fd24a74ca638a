package tallystick.domain.settlement;

import java.util.List;

/**
 * Two payments in two currencies that settle payment-versus-payment, both or neither (settlement
 * chapter §4.3.4). A pair with one leg cannot be written down.
 *
 * @param first the one payment
 * @param second the payment back, in another currency
 */
public record PvpPair(Leg first, Leg second) {

    /**
     * One payment.
     *
     * @param asset its currency
     * @param payer who pays
     * @param payee who receives, never the payer
     * @param minor minor units, more than 0
     */
    public record Leg(String asset, String payer, String payee, long minor) {

        /**
         * @throws IllegalArgumentException naming the field and the rule that is broken
         */
        public Leg {
            ArgumentCheck.currency("asset", asset);
            ArgumentCheck.name("payer", payer);
            ArgumentCheck.name("payee", payee);
            ArgumentCheck.that(!payer.equals(payee), "payee", "must not be the payer");
            ArgumentCheck.positive("minor", minor);
        }
    }

    /** What is done with the pair. */
    public enum Decision {
        /** A leg is not funded and there is time left. */
        WAIT,
        SETTLE_BOTH,
        /** The deadline passed with a leg unfunded: what was paid in goes back. */
        RETURN_BOTH
    }

    /**
     * @throws IllegalArgumentException when the legs are in one currency or not between two parties
     */
    public PvpPair {
        ArgumentCheck.that(
                !first.asset.equals(second.asset), "second", "must be in another currency");
        ArgumentCheck.that(
                first.payer.equals(second.payee) && first.payee.equals(second.payer),
                "second",
                "must be paid by the payee of the first to its payer");
    }

    /** Decides from what has been paid in; money that is there at the deadline counts. */
    public static Decision decide(
            boolean firstFunded, boolean secondFunded, boolean deadlinePassed) {
        if (firstFunded && secondFunded) {
            return Decision.SETTLE_BOTH;
        }
        return deadlinePassed ? Decision.RETURN_BOTH : Decision.WAIT;
    }

    /** The payments that decision lets through: both or none. */
    public List<Leg> payments(Decision decision) {
        return switch (decision) {
            case SETTLE_BOTH -> List.of(first, second);
            case WAIT, RETURN_BOTH -> List.of();
        };
    }
}
