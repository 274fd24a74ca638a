package tallystick.projections.usage;

import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import tallystick.domain.usage.SuspenseReason;
import tallystick.domain.usage.UsageKind;
import tallystick.projections.sql.RowScope;
import tallystick.projections.sql.RowScope.Condition;
import tallystick.projections.sql.Rows;

/** The suspense register: what waits, summed and one by one, and who released from it. */
public final class SuspenseView {

    /** Records of one reason that wait. */
    public record SuspenseSummary(SuspenseReason reason, long records, BigInteger tokens) {}

    /**
     * A record that waits.
     *
     * @param position its journal position
     * @param tokens its tokens over all classes
     * @param release the proposal to release it, null when nobody proposed
     */
    public record SuspendedRecord(
            long position,
            SuspenseReason reason,
            BigInteger tokens,
            UsageKind kind,
            String source,
            String id,
            String wallet,
            String homeOperator,
            String servingOperator,
            String model,
            Instant endedAt,
            Instant recordedAt,
            @Nullable Release release) {}

    /**
     * A release in spite of time or residency, kept when the record has left suspense.
     *
     * @param position journal position of the suspended record
     * @param proposedBy the first person
     * @param approvedBy the second person, null while there is none
     * @param approvedAt null while it is not approved
     */
    public record Release(
            long position,
            String proposedBy,
            String reason,
            Instant proposedAt,
            @Nullable String approvedBy,
            @Nullable Instant approvedAt) {}

    private static final String RECORDS =
            """
            SELECT r.*, p.proposed_by, p.reason AS release_reason, p.proposed_epoch_nanos,
                p.approved_by, p.approved_epoch_nanos
            FROM suspense_record r LEFT JOIN suspense_release p ON p.position = r.position
            """;

    private static final String RELEASES =
            """
            SELECT position, proposed_by, reason AS release_reason, proposed_epoch_nanos,
                approved_by, approved_epoch_nanos
            FROM suspense_release
            """;

    private final DataSource dataSource;

    public SuspenseView(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** One row per reason that has records, in order of precedence. */
    public List<SuspenseSummary> summary() {
        List<SuspenseSummary> rows =
                Rows.list(
                        dataSource,
                        row ->
                                new SuspenseSummary(
                                        reason(Rows.text(row, "reason")),
                                        row.getLong("records"),
                                        Rows.whole(row, "tokens")),
                        "SELECT reason, records, tokens FROM suspense_summary WHERE records > 0");
        rows.sort(Comparator.comparing(SuspenseSummary::reason));
        return rows;
    }

    /**
     * Records that wait, oldest first.
     *
     * @param afterPosition position of the last record of the page before, −1 for the first page
     * @param limit most rows, 1 or more
     */
    public List<SuspendedRecord> records(long afterPosition, int limit) {
        return records(RowScope.ALL, afterPosition, limit);
    }

    /** The records that wait and that a reader may see: those of its pairs. */
    public List<SuspendedRecord> records(RowScope scope, long afterPosition, int limit) {
        Condition within = scope.ofPair("r.home_operator", "r.serving_operator");
        return Rows.list(
                dataSource,
                SuspenseView::suspended,
                RECORDS + "WHERE r.position > ?" + within.sql() + " ORDER BY r.position LIMIT ?",
                within.between(List.of(afterPosition), limit));
    }

    /** The record that waits at a position, null when none does. */
    public @Nullable SuspendedRecord record(long position) {
        return Rows.first(
                dataSource, SuspenseView::suspended, RECORDS + "WHERE r.position = ?", position);
    }

    /**
     * Releases, approved or not, in order of the suspended record.
     *
     * @param afterPosition position of the last one of the page before, −1 for the first page
     * @param limit most rows, 1 or more
     */
    public List<Release> releases(long afterPosition, int limit) {
        return Rows.list(
                dataSource,
                SuspenseView::release,
                RELEASES + "WHERE position > ? ORDER BY position LIMIT ?",
                afterPosition,
                limit);
    }

    /** The release of the record at a position, null when nobody proposed one. */
    public @Nullable Release release(long position) {
        return Rows.first(
                dataSource, SuspenseView::release, RELEASES + "WHERE position = ?", position);
    }

    private static SuspendedRecord suspended(ResultSet row) throws SQLException {
        return new SuspendedRecord(
                row.getLong("position"),
                reason(Rows.text(row, "reason")),
                Rows.whole(row, "tokens"),
                UsageKind.valueOf(Rows.text(row, "kind")),
                Rows.text(row, "source"),
                Rows.text(row, "id"),
                Rows.text(row, "wallet"),
                Rows.text(row, "home_operator"),
                Rows.text(row, "serving_operator"),
                Rows.text(row, "model"),
                Rows.instant(row, "ended_epoch_nanos"),
                Rows.instant(row, "recorded_epoch_nanos"),
                row.getString("proposed_by") == null ? null : release(row));
    }

    private static Release release(ResultSet row) throws SQLException {
        String approvedBy = Rows.text(row, "approved_by");
        boolean approved = !approvedBy.isEmpty();
        return new Release(
                row.getLong("position"),
                Rows.text(row, "proposed_by"),
                Rows.text(row, "release_reason"),
                Rows.instant(row, "proposed_epoch_nanos"),
                approved ? approvedBy : null,
                approved ? Rows.instant(row, "approved_epoch_nanos") : null);
    }

    static SuspenseReason reason(String wireName) {
        for (SuspenseReason reason : SuspenseReason.values()) {
            if (reason.wireName().equals(wireName)) {
                return reason;
            }
        }
        throw new IllegalStateException("unknown suspense reason " + wireName);
    }
}
