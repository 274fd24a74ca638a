package tallystick.app.api.wallet;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tallystick.app.api.Wire;
import tallystick.app.api.WireText;
import tallystick.projections.usage.WalletUsageView.ModelUsage;
import tallystick.projections.usage.WalletUsageView.UsageHour;

/**
 * A wallet's accepted usage as the API shows it.
 *
 * @param asset what the charges are counted in
 * @param models summed per model over the range
 * @param hours per model and hour of the end of usage
 */
@Wire
record WalletUsageResource(
        String wallet, String asset, String from, String to, List<Cell> models, List<Cell> hours) {

    /**
     * Usage of one model.
     *
     * @param hour start of the hour (UTC), absent in a sum over the range
     * @param charged Σ retail amount
     */
    @Wire
    record Cell(
            @Nullable String hour,
            String model,
            long records,
            Map<String, Object> tokens,
            String charged) {

        static Cell of(ModelUsage row) {
            return new Cell(
                    null,
                    row.model(),
                    row.records(),
                    WireText.tokens(row.tokens().perClass()),
                    row.retail().toDecimalString());
        }

        static Cell of(UsageHour row) {
            return new Cell(
                    WireText.time(row.hour()),
                    row.model(),
                    row.records(),
                    WireText.tokens(row.tokens().perClass()),
                    row.retail().toDecimalString());
        }
    }
}
