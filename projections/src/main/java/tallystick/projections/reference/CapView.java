package tallystick.projections.reference;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import tallystick.domain.money.Pico;
import tallystick.projections.sql.RowScope;
import tallystick.projections.sql.RowScope.Condition;
import tallystick.projections.sql.Rows;

/** Caps between operators as last set; a cap that was never set is not there. */
public final class CapView {

    /**
     * What one operator may come to owe another, held wholesale included.
     *
     * @param cap 0 or more
     * @param position journal position of the event that set it
     */
    public record BilateralCap(
            String homeOperator,
            String servingOperator,
            String asset,
            Pico cap,
            Instant recordedAt,
            long position) {}

    /**
     * What one operator may come to owe all others on balance.
     *
     * @param cap 0 or more
     * @param haircutBasisPoints how much of what others owe it does not count, 0 … 10,000
     * @param position journal position of the event that set it
     */
    public record NetDebitCap(
            String operator,
            String asset,
            Pico cap,
            int haircutBasisPoints,
            Instant recordedAt,
            long position) {}

    private final DataSource dataSource;

    public CapView(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** The cap of a pair and asset, null when none is set. */
    public @Nullable BilateralCap bilateral(
            String homeOperator, String servingOperator, String asset) {
        return Rows.first(
                dataSource,
                CapView::readBilateral,
                "SELECT * FROM limit_bilateral_cap"
                        + " WHERE home_operator = ? AND serving_operator = ? AND asset = ?",
                homeOperator,
                servingOperator,
                asset);
    }

    /**
     * Caps of pairs in order of home operator, serving operator, asset.
     *
     * @param afterHome key of the last one of the page before, three empty texts for the first page
     * @param limit most rows, 1 or more
     */
    public List<BilateralCap> bilateral(
            String afterHome, String afterServing, String afterAsset, int limit) {
        return bilateral(RowScope.ALL, afterHome, afterServing, afterAsset, limit);
    }

    /** The caps of pairs that a reader may see: of its own pairs. */
    public List<BilateralCap> bilateral(
            RowScope scope, String afterHome, String afterServing, String afterAsset, int limit) {
        Condition within = scope.ofPair("home_operator", "serving_operator");
        return Rows.list(
                dataSource,
                CapView::readBilateral,
                "SELECT * FROM limit_bilateral_cap"
                        + " WHERE (home_operator, serving_operator, asset) > (?, ?, ?)"
                        + within.sql()
                        + " ORDER BY home_operator, serving_operator, asset LIMIT ?",
                within.between(List.of(afterHome, afterServing, afterAsset), limit));
    }

    /** The cap of an operator and asset, null when none is set. */
    public @Nullable NetDebitCap netDebit(String operator, String asset) {
        return Rows.first(
                dataSource,
                CapView::readNetDebit,
                "SELECT * FROM limit_net_debit_cap WHERE operator = ? AND asset = ?",
                operator,
                asset);
    }

    /**
     * Caps of operators in order of operator, asset.
     *
     * @param afterOperator key of the last one of the page before, two empty texts for the first
     *     page
     * @param limit most rows, 1 or more
     */
    public List<NetDebitCap> netDebit(String afterOperator, String afterAsset, int limit) {
        return netDebit(RowScope.ALL, afterOperator, afterAsset, limit);
    }

    /** The caps of operators that a reader may see. */
    public List<NetDebitCap> netDebit(
            RowScope scope, String afterOperator, String afterAsset, int limit) {
        Condition within = scope.ofOperator("operator");
        return Rows.list(
                dataSource,
                CapView::readNetDebit,
                "SELECT * FROM limit_net_debit_cap WHERE (operator, asset) > (?, ?)"
                        + within.sql()
                        + " ORDER BY operator, asset LIMIT ?",
                within.between(List.of(afterOperator, afterAsset), limit));
    }

    private static BilateralCap readBilateral(ResultSet row) throws SQLException {
        return new BilateralCap(
                Rows.text(row, "home_operator"),
                Rows.text(row, "serving_operator"),
                Rows.text(row, "asset"),
                Rows.pico(row, "cap"),
                Rows.instant(row, "recorded_epoch_nanos"),
                row.getLong("position"));
    }

    private static NetDebitCap readNetDebit(ResultSet row) throws SQLException {
        return new NetDebitCap(
                Rows.text(row, "operator"),
                Rows.text(row, "asset"),
                Rows.pico(row, "cap"),
                row.getInt("haircut_basis_points"),
                Rows.instant(row, "recorded_epoch_nanos"),
                row.getLong("position"));
    }
}
