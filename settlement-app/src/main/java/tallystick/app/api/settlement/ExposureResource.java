package tallystick.app.api.settlement;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tallystick.app.api.Wire;
import tallystick.app.api.WireText;
import tallystick.projections.position.BilateralPositionView.Exposure;
import tallystick.projections.position.BilateralPositionView.ExposureLine;

/**
 * What home operators owe serving operators in a window so far, unrounded.
 *
 * @param exposures per pair and asset
 * @param lines the same per model and inter-operator tariff version
 */
@Wire
record ExposureResource(String window, List<Owed> exposures, List<Owed> lines) {

    /**
     * What one operator owes another.
     *
     * @param model absent in a sum over models
     * @param tariff the inter-operator tariff's version, absent in a sum over models
     */
    @Wire
    record Owed(
            String homeOperator,
            String servingOperator,
            String asset,
            @Nullable String model,
            @Nullable String tariff,
            long records,
            Map<String, Object> tokens,
            String exact) {

        static Owed of(Exposure row) {
            return new Owed(
                    row.homeOperator(),
                    row.servingOperator(),
                    row.asset(),
                    null,
                    null,
                    row.records(),
                    WireText.tokens(row.tokens().perClass()),
                    row.exact().toDecimalString());
        }

        static Owed of(ExposureLine row) {
            return new Owed(
                    row.homeOperator(),
                    row.servingOperator(),
                    row.asset(),
                    row.model(),
                    row.tariff() + "@" + row.tariffVersion(),
                    row.records(),
                    WireText.tokens(row.tokens().perClass()),
                    row.exact().toDecimalString());
        }
    }
}
