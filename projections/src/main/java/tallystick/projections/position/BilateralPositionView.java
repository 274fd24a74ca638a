package tallystick.projections.position;

import java.util.List;
import javax.sql.DataSource;
import tallystick.domain.money.Pico;
import tallystick.projections.sql.RowScope;
import tallystick.projections.sql.RowScope.Condition;
import tallystick.projections.sql.Rows;
import tallystick.projections.usage.TokenColumns;
import tallystick.projections.usage.TokenCounts;

/** Running exposure of roaming usage: what home operators owe serving operators, unrounded. */
public final class BilateralPositionView {

    /**
     * What one operator owes another in one window and asset.
     *
     * @param records the window's members: corrections, voids and re-pricings are members too
     * @param homeOperator the debtor
     * @param servingOperator the creditor
     * @param tokens what they add to the books, less than 0 where they take back
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

    private final DataSource dataSource;

    public BilateralPositionView(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Exposures of a window, in order of home operator, serving operator, asset. */
    public List<Exposure> exposures(String window) {
        return exposures(RowScope.ALL, window);
    }

    /** The exposures of the pairs that a reader may see: its own. */
    public List<Exposure> exposures(RowScope scope, String window) {
        Condition within = scope.ofPair("home_operator", "serving_operator");
        return Rows.list(
                dataSource,
                row ->
                        new Exposure(
                                window,
                                Rows.text(row, "home_operator"),
                                Rows.text(row, "serving_operator"),
                                Rows.text(row, "asset"),
                                row.getLong("records"),
                                TokenColumns.read(row),
                                Rows.pico(row, "exact")),
                "SELECT home_operator, serving_operator, asset, sum(records) AS records,"
                        + " sum(exact) AS exact, "
                        + TokenColumns.SUMS
                        + " FROM bilateral_position WHERE window_name = ?"
                        + within.sql()
                        + " GROUP BY home_operator, serving_operator, asset"
                        + " ORDER BY home_operator, serving_operator, asset",
                within.between(List.of(window)));
    }

    /** Lines of a window, in order of the exposure, then model, tariff, version. */
    public List<ExposureLine> lines(String window) {
        return lines(RowScope.ALL, window);
    }

    /** The lines of the pairs that a reader may see: its own. */
    public List<ExposureLine> lines(RowScope scope, String window) {
        Condition within = scope.ofPair("home_operator", "serving_operator");
        return Rows.list(
                dataSource,
                row ->
                        new ExposureLine(
                                window,
                                Rows.text(row, "home_operator"),
                                Rows.text(row, "serving_operator"),
                                Rows.text(row, "asset"),
                                Rows.text(row, "model"),
                                Rows.text(row, "tariff"),
                                row.getInt("tariff_version"),
                                row.getLong("records"),
                                TokenColumns.read(row),
                                Rows.pico(row, "exact")),
                "SELECT * FROM bilateral_position WHERE window_name = ?"
                        + within.sql()
                        + " ORDER BY home_operator, serving_operator, asset, model, tariff,"
                        + " tariff_version",
                within.between(List.of(window)));
    }
}
