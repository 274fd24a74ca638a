package tallystick.projections.usage;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import javax.sql.DataSource;
import tallystick.domain.usage.SuspenseReason;
import tallystick.projections.sql.Rows;

/** The suspense register, summed. */
public final class SuspenseView {

    /** Suspended records of one reason. */
    public record SuspenseSummary(SuspenseReason reason, long records, BigInteger tokens) {}

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
                        "SELECT reason, records, tokens FROM suspense_summary");
        rows.sort(Comparator.comparing(SuspenseSummary::reason));
        return rows;
    }

    private static SuspenseReason reason(String wireName) {
        for (SuspenseReason reason : SuspenseReason.values()) {
            if (reason.wireName().equals(wireName)) {
                return reason;
            }
        }
        throw new IllegalStateException("unknown suspense reason " + wireName);
    }
}
