package tallystick.projections.usage;

import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import tallystick.domain.money.Pico;
import tallystick.projections.sql.Unread;

/** Accepted usage per wallet, model and hour of the end of usage. */
public final class WalletUsageView {

    /**
     * One cell of the cube.
     *
     * @param hour start of the hour (UTC) in which the usage ended
     * @param retail Σ retail amount in the wallet's asset
     */
    public record UsageHour(
            String wallet,
            String model,
            Instant hour,
            long records,
            TokenCounts tokens,
            Pico retail) {}

    /** One model's usage over a time range. */
    public record ModelUsage(
            String wallet, String model, long records, TokenCounts tokens, Pico retail) {}

    public WalletUsageView(DataSource dataSource) {}

    /**
     * Cells in order of hour and model.
     *
     * @param from first hour; a cell counts when its hour starts at or after this
     * @param to end, exclusive: a cell counts when its hour starts before this
     */
    public List<UsageHour> hours(String wallet, Instant from, Instant to) {
        return Unread.answer(WalletUsageView.class);
    }

    /** The same range summed per model, in order of model. */
    public List<ModelUsage> models(String wallet, Instant from, Instant to) {
        return Unread.answer(WalletUsageView.class);
    }
}
