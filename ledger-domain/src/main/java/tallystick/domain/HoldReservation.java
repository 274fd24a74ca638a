package tallystick.domain;

import java.util.List;
import tallystick.domain.money.Pico;

/**
 * What is set aside for a hold: the legs of wallet and caps, which move together or not at all.
 *
 * @param shares grants in draw order, each once
 * @param overdraft part borne by the overdraft (or by credit without a grant), 0 or more
 * @param wholesale part of the caps between home and serving operator, in the inter-operator
 *     tariff's asset, 0 or more
 */
public record HoldReservation(List<GrantShare> shares, Pico overdraft, Pico wholesale) {

    /** Nothing set aside. */
    public static final HoldReservation NOTHING =
            new HoldReservation(List.of(), Pico.ZERO, Pico.ZERO);

    public HoldReservation {
        shares = List.copyOf(shares);
    }

    /** The wallet's leg: Σ of grants and overdraft. */
    public Pico amount() {
        Pico sum = overdraft;
        for (GrantShare share : shares) {
            sum = sum.plus(share.amount());
        }
        return sum;
    }
}
