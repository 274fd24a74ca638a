package tallystick.projections.settlement;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import tallystick.domain.settlement.BatchNotice;
import tallystick.domain.settlement.BusinessCalendar;
import tallystick.domain.settlement.CutOffCalendar;
import tallystick.domain.settlement.SettlementModelTerms;
import tallystick.projections.sql.RowScope;
import tallystick.projections.sql.RowScope.Condition;
import tallystick.projections.sql.Rows;

/** Settlement models, when windows take their own steps, and the batches of a window. */
public final class WindowRunView {

    /** The last version of a settlement model. */
    public record Model(SettlementModelTerms terms, int version, long position) {}

    /**
     * When a window takes its own steps.
     *
     * @param cutOffEpochNanos T as scheduled
     * @param graceUntilEpochNanos when it is fenced at the latest, 0 before the cut-off
     * @param stoppedAt the state in which it stopped taking steps, empty for none
     */
    public record Schedule(
            String window,
            int modelVersion,
            long cutOffEpochNanos,
            long graceUntilEpochNanos,
            long affirmNanos,
            long toleranceMinor,
            String stoppedAt,
            String stoppedReason) {}

    /**
     * What a sender said of a batch.
     *
     * @param returned why it was returned, empty when it was noted
     */
    public record Batch(
            BatchNotice notice,
            String returned,
            String reason,
            long recordedEpochNanos,
            long position) {}

    private final DataSource dataSource;

    public WindowRunView(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Every model in order of name. */
    public List<Model> models() {
        return Rows.list(
                dataSource, WindowRunView::model, "SELECT * FROM settlement_model ORDER BY model");
    }

    /** A model, null when it is not defined. */
    public @Nullable Model model(String name) {
        return Rows.first(
                dataSource,
                WindowRunView::model,
                "SELECT * FROM settlement_model WHERE model = ?",
                name);
    }

    /** A window's schedule, null when a person takes all its steps. */
    public @Nullable Schedule schedule(String window) {
        return Rows.first(
                dataSource,
                row ->
                        new Schedule(
                                Rows.text(row, "window_name"),
                                row.getInt("model_version"),
                                row.getLong("cut_off_epoch_nanos"),
                                row.getLong("grace_until_epoch_nanos"),
                                row.getLong("affirm_nanos"),
                                row.getLong("tolerance_minor"),
                                Rows.text(row, "stopped_at"),
                                Rows.text(row, "stopped_reason")),
                "SELECT * FROM window_schedule WHERE window_name = ?",
                window);
    }

    /** A window's batches in order of recording, those returned included, of the reader's pairs. */
    public List<Batch> batches(RowScope scope, String window) {
        Condition within = scope.ofPair("serving_operator", "home_operator");
        return Rows.list(
                dataSource,
                row ->
                        new Batch(
                                new BatchNotice(
                                        Rows.text(row, "window_name"),
                                        Rows.text(row, "serving_operator"),
                                        Rows.text(row, "home_operator"),
                                        row.getInt("sequence"),
                                        row.getLong("records"),
                                        row.getLong("tokens"),
                                        row.getBoolean("last"),
                                        ""),
                                Rows.text(row, "returned"),
                                Rows.text(row, "reason"),
                                row.getLong("recorded_epoch_nanos"),
                                row.getLong("position")),
                "SELECT * FROM settlement_batch WHERE window_name = ?"
                        + within.sql()
                        + " ORDER BY position",
                within.between(List.of(window)));
    }

    private static Model model(ResultSet row) throws SQLException {
        return new Model(
                new SettlementModelTerms(
                        Rows.text(row, "model"),
                        CutOffCalendar.valueOf(Rows.text(row, "calendar")),
                        Rows.text(row, "zone"),
                        row.getInt("cut_off_minute"),
                        Rows.longs(row, "cut_offs"),
                        row.getLong("grace_nanos"),
                        row.getLong("affirm_nanos"),
                        row.getLong("tolerance_minor"),
                        Rows.texts(row, "currencies").stream()
                                .map(BusinessCalendar::parse)
                                .toList()),
                row.getInt("version"),
                row.getLong("position"));
    }
}
