package tallystick.domain.settlement;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import tallystick.domain.settlement.Allocation.Share;

/**
 * Who pays what when an operator does not (settlement chapter §4.6), in the published order: its
 * cap is cut by what its collateral is about to lose, then the collateral is drawn, then each layer
 * of the default fund, then the survivors share what is left.
 *
 * @param loss what was not paid
 * @param newCapMinor the defaulter's cap from now on, minor units, within what collateral is left
 * @param draws the payments, more than 0 each, in the order of the resources, then by payer
 * @param uncoveredMinor what nothing covers, minor units: 0 when the window settles whole
 */
public record Waterfall(Loss loss, long newCapMinor, List<Draw> draws, long uncoveredMinor) {

    /** The name under which collateral is drawn. */
    public static final String COLLATERAL = "collateral";

    /** The name under which survivors share a loss. */
    public static final String LOSS_SHARING = "loss-sharing";

    /**
     * A default.
     *
     * @param asset the currency, in minor units of which everything here is counted
     * @param defaulter who did not pay
     * @param unpaidMinor how much of its net debit is missing, more than 0
     * @param capMinor its net debit cap, 0 or more
     * @param collateralMinor what its collateral fetches, 0 or more
     */
    public record Loss(
            String asset, String defaulter, long unpaidMinor, long capMinor, long collateralMinor) {

        public Loss {
            ArgumentCheck.name("asset", asset);
            ArgumentCheck.name("defaulter", defaulter);
            ArgumentCheck.positive("unpaidMinor", unpaidMinor);
            ArgumentCheck.notNegative("capMinor", capMinor);
            ArgumentCheck.notNegative("collateralMinor", collateralMinor);
        }
    }

    /**
     * A layer of the default fund, drawn from its contributors in proportion.
     *
     * @param layer its name, such as {@code defaulter-contribution} or {@code hub-capital}
     * @param contributionMinor minor units by contributor, 0 or more
     */
    public record Layer(String layer, SortedMap<String, Long> contributionMinor) {

        public Layer {
            ArgumentCheck.name("layer", layer);
            contributionMinor = ArgumentCheck.amounts("contributionMinor", contributionMinor);
        }

        private SortedMap<String, Share> shares() {
            SortedMap<String, Share> shares = new TreeMap<>();
            contributionMinor.forEach((who, minor) -> shares.put(who, new Share(minor, minor)));
            return shares;
        }
    }

    /**
     * A payment out of a resource.
     *
     * @param resource {@link #COLLATERAL}, the layer's name or {@link #LOSS_SHARING}
     * @param payer whose money it is
     * @param minor minor units, more than 0
     */
    public record Draw(String resource, String payer, long minor) {}

    /**
     * @throws IllegalArgumentException when draws and uncovered rest do not sum to the loss
     */
    public Waterfall {
        draws = List.copyOf(draws);
        long sum = uncoveredMinor;
        for (Draw draw : draws) {
            ArgumentCheck.positive("draws", draw.minor);
            sum = Math.addExact(sum, draw.minor);
        }
        ArgumentCheck.that(
                uncoveredMinor >= 0 && sum == loss.unpaidMinor,
                "draws",
                "must sum to the loss with what is uncovered");
    }

    /**
     * Runs the waterfall.
     *
     * @param layers the default fund in the order in which it is drawn, names unique
     * @param survivors the shares of those who bear the rest, see {@link LossSharing}
     * @throws IllegalArgumentException naming the field and the rule that is broken
     */
    public static Waterfall of(Loss loss, List<Layer> layers, Map<String, Share> survivors) {
        ArgumentCheck.that(
                !survivors.containsKey(loss.defaulter), "survivors", "must not name the defaulter");
        SortedSet<String> names = new TreeSet<>(List.of(COLLATERAL, LOSS_SHARING));
        for (Layer layer : layers) {
            ArgumentCheck.that(
                    names.add(layer.layer),
                    "layers",
                    "must have names of their own: " + layer.layer);
        }
        List<Draw> draws = new ArrayList<>();
        Layer pledged =
                new Layer(COLLATERAL, new TreeMap<>(Map.of(loss.defaulter, loss.collateralMinor)));
        long rest = draw(COLLATERAL, pledged.shares(), loss.unpaidMinor, draws);
        long collateralLeft = loss.collateralMinor - (loss.unpaidMinor - rest);
        for (Layer layer : layers) {
            rest = draw(layer.layer, layer.shares(), rest, draws);
        }
        rest = draw(LOSS_SHARING, survivors, rest, draws);
        return new Waterfall(loss, Math.min(loss.capMinor, collateralLeft), draws, rest);
    }

    private static long draw(
            String resource, Map<String, Share> shares, long minor, List<Draw> draws) {
        Allocation allocation = Allocation.proRata(minor, shares);
        allocation
                .allottedMinor()
                .forEach(
                        (payer, paid) -> {
                            if (paid > 0) {
                                draws.add(new Draw(resource, payer, paid));
                            }
                        });
        return allocation.restMinor();
    }

    /** Whether everything is paid. */
    public boolean isWhole() {
        return uncoveredMinor == 0;
    }

    /**
     * What everyone really pays and receives: the defaulter no longer pays what is missing, those
     * drawn on pay it. Creditors of the window receive what they would have.
     *
     * @param before the net positions of the window
     * @throws IllegalArgumentException when the loss is of another asset, more than the defaulter's
     *     net debit, or not covered whole
     */
    public NetPositions settle(NetPositions before) {
        ArgumentCheck.that(before.asset().equals(loss.asset), "asset", "must be " + loss.asset);
        ArgumentCheck.that(
                loss.unpaidMinor <= -before.minor(loss.defaulter),
                "unpaidMinor",
                "must not exceed the defaulter's net debit");
        ArgumentCheck.that(isWhole(), "uncoveredMinor", "must be 0 to settle whole");
        SortedMap<String, Long> paid = new TreeMap<>();
        paid.put(loss.defaulter, loss.unpaidMinor);
        draws.forEach(draw -> paid.merge(draw.payer, -draw.minor, Math::addExact));
        return before.plus(new NetPositions(loss.asset, paid));
    }
}
