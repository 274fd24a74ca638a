package tallystick.projections.settlement;

import java.util.List;
import javax.sql.DataSource;
import tallystick.domain.settlement.DefaultDraw;
import tallystick.domain.settlement.DefaultState;
import tallystick.domain.settlement.NetPosition;
import tallystick.domain.settlement.PayInCall;
import tallystick.projections.sql.Rows;

/** Missed pay-ins, collateral and recasts, as journaled. */
public final class DefaultView {

    /**
     * A missed pay-in.
     *
     * @param graceUntilEpochNanos 0 before grace was given
     * @param reference the legal reference of the declaration, empty before it
     * @param nextWindow where debts went that this window does not settle, empty for none
     * @param recastRule empty unless the window was recast
     */
    public record Row(
            String window,
            String operator,
            DefaultState state,
            long graceUntilEpochNanos,
            String reference,
            String maker,
            String checker,
            String nextWindow,
            String recastRule,
            long position) {}

    /** What an operator has pledged, minor units. */
    public record Pledge(String operator, String asset, long minor, long position) {}

    /** A position before and after a recast, minor units. */
    public record Recast(
            String asset,
            String operator,
            long beforeMinor,
            long afterMinor,
            long differenceMinor) {}

    private final DataSource dataSource;

    public DefaultView(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** What was missed in a window, in order of operators. */
    public List<Row> missedIn(String window) {
        return Rows.list(
                dataSource,
                row ->
                        new Row(
                                Rows.text(row, "window_name"),
                                Rows.text(row, "operator"),
                                DefaultState.valueOf(Rows.text(row, "state")),
                                row.getLong("grace_until_epoch_nanos"),
                                Rows.text(row, "reference"),
                                Rows.text(row, "maker"),
                                Rows.text(row, "checker"),
                                Rows.text(row, "next_window"),
                                Rows.text(row, "recast_rule"),
                                row.getLong("position")),
                "SELECT * FROM missed_pay_in WHERE window_name = ? ORDER BY operator",
                window);
    }

    /** What was missing when it was due, per asset. */
    public List<PayInCall> missing(String window, String operator) {
        return Rows.list(
                dataSource,
                row ->
                        new PayInCall(
                                Rows.text(row, "asset"),
                                Rows.text(row, "operator"),
                                row.getLong("minor")),
                "SELECT * FROM missed_amount WHERE window_name = ? AND operator = ?"
                        + " ORDER BY asset",
                window,
                operator);
    }

    /** What was drawn for a defaulter in a window, in order of the waterfall. */
    public List<DefaultDraw> draws(String window, String defaulter) {
        return Rows.list(
                dataSource,
                row ->
                        new DefaultDraw(
                                Rows.text(row, "asset"),
                                Rows.text(row, "resource"),
                                Rows.text(row, "operator"),
                                -row.getLong("minor")),
                "SELECT * FROM collateral_entry WHERE window_name = ? AND defaulter = ?"
                        + " ORDER BY position, ordinal",
                window,
                defaulter);
    }

    /** What a recast changed, in order of recasts, assets and operators. */
    public List<Recast> recasts(String window) {
        return Rows.list(
                dataSource,
                row ->
                        new Recast(
                                Rows.text(row, "asset"),
                                Rows.text(row, "operator"),
                                row.getLong("before_minor"),
                                row.getLong("after_minor"),
                                row.getLong("difference_minor")),
                "SELECT * FROM recast_position WHERE window_name = ?"
                        + " ORDER BY position, asset, operator",
                window);
    }

    /** What is pledged now, in order of operators and assets. */
    public List<Pledge> collateral() {
        return Rows.list(
                dataSource,
                row ->
                        new Pledge(
                                Rows.text(row, "operator"),
                                Rows.text(row, "asset"),
                                row.getLong("minor"),
                                row.getLong("position")),
                "SELECT * FROM collateral ORDER BY operator, asset");
    }

    /** The position of the same operator and asset, 0 where there is none. */
    static long minor(List<NetPosition> positions, NetPosition same) {
        for (NetPosition one : positions) {
            if (one.asset().equals(same.asset()) && one.operator().equals(same.operator())) {
                return one.minor();
            }
        }
        return 0;
    }
}
