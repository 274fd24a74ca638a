package tallystick.projections.usage;

import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import tallystick.domain.money.Pico;
import tallystick.projections.sql.Rows;

/** Charged usage per wallet, model and hour of the end of usage. */
public final class WalletUsageView {

    /**
     * One cell of the cube.
     *
     * @param hour start of the hour (UTC) in which the usage ended
     * @param records senders' records charged, those that came out of suspense included
     * @param adjustments corrections, voids and re-pricings
     * @param tokens what all of them add to the books
     * @param retail Σ retail amount in the wallet's asset
     */
    public record UsageHour(
            String wallet,
            String model,
            Instant hour,
            long records,
            long adjustments,
            TokenCounts tokens,
            Pico retail) {}

    /** One model's usage over a time range; counts as in {@link UsageHour}. */
    public record ModelUsage(
            String wallet,
            String model,
            long records,
            long adjustments,
            TokenCounts tokens,
            Pico retail) {}

    private static final long SECONDS_PER_HOUR = 3_600;

    private static final String RANGE =
            " FROM usage_cube WHERE wallet = ? AND hour_epoch_hours >= ? AND hour_epoch_hours < ? ";

    private final DataSource dataSource;

    public WalletUsageView(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * Cells in order of hour and model.
     *
     * @param from first hour; a cell counts when its hour starts at or after this
     * @param to end, exclusive: a cell counts when its hour starts before this
     */
    public List<UsageHour> hours(String wallet, Instant from, Instant to) {
        return Rows.list(
                dataSource,
                row ->
                        new UsageHour(
                                wallet,
                                Rows.text(row, "model"),
                                start(row.getLong("hour_epoch_hours")),
                                row.getLong("records"),
                                row.getLong("adjustments"),
                                TokenColumns.read(row),
                                Rows.pico(row, "retail")),
                "SELECT *" + RANGE + "ORDER BY hour_epoch_hours, model",
                wallet,
                firstHour(from),
                firstHour(to));
    }

    /** The same range summed per model, in order of model. */
    public List<ModelUsage> models(String wallet, Instant from, Instant to) {
        return Rows.list(
                dataSource,
                row ->
                        new ModelUsage(
                                wallet,
                                Rows.text(row, "model"),
                                row.getLong("records"),
                                row.getLong("adjustments"),
                                TokenColumns.read(row),
                                Rows.pico(row, "retail")),
                "SELECT model, sum(records) AS records,"
                        + " sum(adjustments) AS adjustments, sum(retail) AS retail, "
                        + TokenColumns.SUMS
                        + RANGE
                        + "GROUP BY model ORDER BY model",
                wallet,
                firstHour(from),
                firstHour(to));
    }

    private static Instant start(long hour) {
        return Instant.ofEpochSecond(hour * SECONDS_PER_HOUR);
    }

    /** The first hour that starts at or after the instant, hours since 1970. */
    private static long firstHour(Instant instant) {
        long seconds = instant.getEpochSecond() + (instant.getNano() > 0 ? 1 : 0);
        return Math.ceilDiv(seconds, SECONDS_PER_HOUR);
    }
}
