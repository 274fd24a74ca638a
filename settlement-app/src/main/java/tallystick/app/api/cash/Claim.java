package tallystick.app.api.cash;

import java.util.List;
import tallystick.domain.settlement.SettlementLeg;

/** What a reference is of: who is to be credited with money of a window. */
sealed interface Claim {

    String window();

    String asset();

    /** A payment leg. */
    record OfLeg(String window, SettlementLeg leg) implements Claim {
        @Override
        public String asset() {
            return leg.asset();
        }
    }

    /** A debtor's pay-in. */
    record OfPayIn(String window, String operator, String asset) implements Claim {}

    /**
     * A net position that is settled by one movement.
     *
     * @param minor what is to be received, or paid when less than 0
     * @param legs those that bring it to 0
     */
    record OfNet(String window, String operator, String asset, long minor, List<SettlementLeg> legs)
            implements Claim {
        public OfNet {
            legs = List.copyOf(legs);
        }
    }
}
