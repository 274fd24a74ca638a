package tallystick.projections.position;

import java.util.List;
import javax.sql.DataSource;
import tallystick.domain.money.Pico;
import tallystick.projections.sql.Unread;
import tallystick.projections.usage.TokenCounts;

/** Running exposure of roaming usage: what home operators owe serving operators, unrounded. */
public final class BilateralPositionView {

    /**
     * What one operator owes another in one window and asset.
     *
     * @param homeOperator the debtor
     * @param servingOperator the creditor
     * @param exact Σ wholesale amount
     */
    public record Exposure(
            String window,
            String homeOperator,
            String servingOperator,
            String asset,
            long records,
            TokenCounts tokens,
            Pico exact) {}

    /**
     * The part of an exposure that is one model at one inter-operator tariff version.
     *
     * @param tariffVersion from 1
     */
    public record ExposureLine(
            String window,
            String homeOperator,
            String servingOperator,
            String asset,
            String model,
            String tariff,
            int tariffVersion,
            long records,
            TokenCounts tokens,
            Pico exact) {}

    public BilateralPositionView(DataSource dataSource) {}

    /** Exposures of a window, in order of home operator, serving operator, asset. */
    public List<Exposure> exposures(String window) {
        return Unread.answer(BilateralPositionView.class);
    }

    /** Lines of a window, in order of the exposure, then model, tariff, version. */
    public List<ExposureLine> lines(String window) {
        return Unread.answer(BilateralPositionView.class);
    }
}
