package tallystick.projections.settlement;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import tallystick.domain.settlement.DisputeState;
import tallystick.projections.sql.Rows;

/** Disputes over lines of statements, as journaled. */
public final class DisputeView {

    /**
     * A dispute.
     *
     * @param operator the debtor, who claims
     * @param withheld whether what is claimed stayed out of the window's netting
     * @param deadlineEpochNanos when the default outcome follows
     * @param nextWindow where its notes are, empty until resolved
     */
    public record Row(
            String dispute,
            String window,
            String statement,
            String operator,
            DisputeState state,
            boolean withheld,
            long deadlineEpochNanos,
            String reason,
            String nextWindow,
            long position) {}

    /** What a dispute is about, minor units per line of the statement. */
    public record Line(
            int line,
            long claimedMinor,
            long grantedMinor,
            long creditedMinor,
            long debitedMinor) {}

    private final DataSource dataSource;

    public DisputeView(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** The dispute of that name, null when there is none. */
    public @Nullable Row dispute(String dispute) {
        return Rows.first(
                dataSource, DisputeView::row, "SELECT * FROM dispute WHERE dispute = ?", dispute);
    }

    /** The disputes over a window's statements, in order of opening. */
    public List<Row> disputesOf(String window) {
        return Rows.list(
                dataSource,
                DisputeView::row,
                "SELECT * FROM dispute WHERE window_name = ? ORDER BY opened_position, dispute",
                window);
    }

    /** Its lines, in order of the statement. */
    public List<Line> linesOf(String dispute) {
        return Rows.list(
                dataSource,
                row ->
                        new Line(
                                row.getInt("line"),
                                row.getLong("claimed_minor"),
                                row.getLong("granted_minor"),
                                row.getLong("credited_minor"),
                                row.getLong("debited_minor")),
                "SELECT * FROM dispute_line WHERE dispute = ? ORDER BY line",
                dispute);
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                Rows.text(row, "dispute"),
                Rows.text(row, "window_name"),
                Rows.text(row, "statement"),
                Rows.text(row, "operator"),
                DisputeState.valueOf(Rows.text(row, "state")),
                row.getBoolean("withheld"),
                row.getLong("deadline_epoch_nanos"),
                Rows.text(row, "reason"),
                Rows.text(row, "next_window"),
                row.getLong("position"));
    }
}
