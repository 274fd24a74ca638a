package tallystick.projections.reference;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import tallystick.domain.quota.QuotaMeasure;
import tallystick.domain.quota.QuotaMode;
import tallystick.domain.quota.QuotaPeriod;
import tallystick.domain.quota.QuotaScope;
import tallystick.domain.quota.QuotaTerms;
import tallystick.domain.usage.TokenClass;
import tallystick.projections.sql.Rows;

/** Quotas as last set; what was consumed of them the ledger itself knows. */
public final class QuotaView {

    /** A quota, with when and at which journal position it was last set. */
    public record Quota(QuotaTerms terms, Instant recordedAt, long position) {}

    private static final String QUOTA = "SELECT * FROM limit_quota ";

    private final DataSource dataSource;

    public QuotaView(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** The quota of that name, null when there is none. */
    public @Nullable Quota find(String quota) {
        return Rows.first(dataSource, QuotaView::read, QUOTA + "WHERE quota = ?", quota);
    }

    /**
     * Quotas in order of name.
     *
     * @param after the last name of the page before, empty for the first page
     * @param limit most rows, 1 or more
     */
    public List<Quota> list(String after, int limit) {
        return Rows.list(
                dataSource,
                QuotaView::read,
                QUOTA + "WHERE quota > ? ORDER BY quota LIMIT ?",
                after,
                limit);
    }

    /**
     * The quotas of one subject, in order of name.
     *
     * @param after the last name of the page before, empty for the first page
     * @param limit most rows, 1 or more
     */
    public List<Quota> of(QuotaScope scope, String subject, String after, int limit) {
        return Rows.list(
                dataSource,
                QuotaView::read,
                QUOTA + "WHERE scope = ? AND subject = ? AND quota > ? ORDER BY quota LIMIT ?",
                scope.name(),
                subject,
                after,
                limit);
    }

    private static Quota read(ResultSet row) throws SQLException {
        String tokenClass = Rows.text(row, "token_class");
        QuotaTerms terms =
                new QuotaTerms(
                        Rows.text(row, "quota"),
                        QuotaScope.valueOf(Rows.text(row, "scope")),
                        Rows.text(row, "subject"),
                        QuotaPeriod.valueOf(Rows.text(row, "period")),
                        row.getBoolean("sliding"),
                        QuotaMeasure.valueOf(Rows.text(row, "measure")),
                        tokenClass.isEmpty() ? null : TokenClass.ofWireName(tokenClass),
                        Rows.text(row, "asset"),
                        Rows.pico(row, "quota_limit"),
                        Rows.pico(row, "burst"),
                        QuotaMode.valueOf(Rows.text(row, "mode")));
        return new Quota(terms, Rows.instant(row, "recorded_epoch_nanos"), row.getLong("position"));
    }
}
