package tallystick.projections.settlement;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import tallystick.projections.sql.Rows;

/** From what a bank said to what it paid, and where in the journal a window is. */
public final class TrailView {

    /**
     * What a bank's entry did, one row per event: what is more than a leg had left is a row of its
     * own.
     *
     * @param kind {@code pay_in}, {@code leg} or {@code unmatched}
     * @param entry the bank's reference
     * @param uetr empty for a pay-in
     * @param operator who paid in, else empty
     * @param asset empty for a leg, which has its own
     * @param minor minor units
     * @param reason why it matched nothing, else empty
     */
    public record Entry(
            String window,
            String kind,
            String entry,
            String uetr,
            String operator,
            String asset,
            long minor,
            String reason,
            Instant recordedAt,
            long position) {}

    /** A debtor that was called to pay in; minor units. */
    public record Call(
            String window, String asset, String operator, long dueMinor, long receivedMinor) {}

    /**
     * Where a window's members are in the journal.
     *
     * @param openedPosition they come after it
     * @param lastSequence the last that may be one, null until fenced
     */
    public record Span(long openedPosition, @Nullable Long lastSequence) {}

    /** A step of a window. */
    public record Step(String step, Instant recordedAt, long position) {}

    private static final String ENTRIES = "SELECT * FROM closing_entry WHERE ";

    private final DataSource dataSource;

    public TrailView(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** What an entry did, in order of recording; empty when no bank said it. */
    public List<Entry> entries(String entry) {
        return Rows.list(
                dataSource, TrailView::entry, ENTRIES + "entry = ? ORDER BY position", entry);
    }

    /** What banks said of a leg, in order of recording. */
    public List<Entry> entriesOfLeg(String uetr) {
        return Rows.list(
                dataSource, TrailView::entry, ENTRIES + "uetr = ? ORDER BY position", uetr);
    }

    /** What banks said that a debtor of a window paid in, in order of recording. */
    public List<Entry> payIns(String window, String operator, String asset) {
        return Rows.list(
                dataSource,
                TrailView::entry,
                ENTRIES
                        + "window_name = ? AND kind = 'pay_in' AND operator = ? AND asset = ?"
                        + " ORDER BY position",
                window,
                operator,
                asset);
    }

    /** Every debtor that was ever called. */
    public List<Call> calls() {
        return Rows.list(
                dataSource,
                row ->
                        new Call(
                                Rows.text(row, "window_name"),
                                Rows.text(row, "asset"),
                                Rows.text(row, "operator"),
                                row.getLong("due_minor"),
                                row.getLong("received_minor")),
                "SELECT * FROM closing_pay_in");
    }

    /** Windows whose payments were instructed, with the assets they are in. */
    public List<String> instructedWindows() {
        return Rows.list(
                dataSource,
                row -> Rows.text(row, "window_name"),
                "SELECT DISTINCT window_name FROM closing_leg ORDER BY window_name");
    }

    /** Where a window is in the journal, null when there is none of the name. */
    public @Nullable Span span(String window) {
        return Rows.first(
                dataSource,
                row ->
                        new Span(
                                row.getLong("opened_position"),
                                Rows.nullableLong(row, "last_sequence")),
                "SELECT opened_position, last_sequence FROM settlement_window"
                        + " WHERE window_name = ?",
                window);
    }

    /** A window's steps in order. */
    public List<Step> steps(String window) {
        return Rows.list(
                dataSource,
                TrailView::step,
                "SELECT * FROM window_step WHERE window_name = ? ORDER BY position",
                window);
    }

    /** The last step of that name, null when it was not taken. */
    public @Nullable Step step(String window, String step) {
        return Rows.first(
                dataSource,
                TrailView::step,
                "SELECT * FROM window_step WHERE window_name = ? AND step = ?"
                        + " ORDER BY position DESC LIMIT 1",
                window,
                step);
    }

    private static Step step(ResultSet row) throws SQLException {
        return new Step(
                Rows.text(row, "step"),
                Rows.instant(row, "recorded_epoch_nanos"),
                row.getLong("position"));
    }

    private static Entry entry(ResultSet row) throws SQLException {
        return new Entry(
                Rows.text(row, "window_name"),
                Rows.text(row, "kind"),
                Rows.text(row, "entry"),
                Rows.text(row, "uetr"),
                Rows.text(row, "operator"),
                Rows.text(row, "asset"),
                row.getLong("minor"),
                Rows.text(row, "reason"),
                Rows.instant(row, "recorded_epoch_nanos"),
                row.getLong("position"));
    }
}
