package tallystick.projections.reference;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import tallystick.domain.quota.QuotaMeasure;
import tallystick.domain.quota.QuotaMode;
import tallystick.domain.quota.QuotaPeriod;
import tallystick.domain.quota.QuotaScope;
import tallystick.domain.quota.QuotaTerms;
import tallystick.domain.usage.TokenClass;
import tallystick.projections.sql.RowScope;
import tallystick.projections.sql.RowScope.Condition;
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
        return find(RowScope.ALL, quota);
    }

    /** The quota of that name, null when there is none that a reader may see. */
    public @Nullable Quota find(RowScope scope, String quota) {
        Condition within = visible(scope);
        return Rows.first(
                dataSource,
                QuotaView::read,
                QUOTA + "WHERE quota = ?" + within.sql(),
                within.between(List.of(quota)));
    }

    /**
     * Quotas in order of name.
     *
     * @param after the last name of the page before, empty for the first page
     * @param limit most rows, 1 or more
     */
    public List<Quota> list(String after, int limit) {
        return list(RowScope.ALL, after, limit);
    }

    /** The quotas that a reader may see: on operators, tenants and wallets of its own. */
    public List<Quota> list(RowScope scope, String after, int limit) {
        Condition within = visible(scope);
        return Rows.list(
                dataSource,
                QuotaView::read,
                QUOTA + "WHERE quota > ?" + within.sql() + " ORDER BY quota LIMIT ?",
                within.between(List.of(after), limit));
    }

    private static Condition visible(RowScope scope) {
        if (!scope.isNarrow()) {
            return scope.ofOperator("subject");
        }
        Condition operator = scope.ofOperator("subject");
        Condition tenant = scope.ofTenant("subject");
        Condition wallet = scope.ofWallet("w.wallet", "w.tenant");
        List<Object> parameters = new ArrayList<>(operator.parameters());
        parameters.addAll(tenant.parameters());
        parameters.addAll(wallet.parameters());
        return new Condition(
                " AND ((scope = 'OPERATOR'"
                        + operator.sql()
                        + ") OR (scope = 'TENANT'"
                        + tenant.sql()
                        + ") OR (scope = 'WALLET' AND subject IN"
                        + " (SELECT w.wallet FROM reference_wallet w WHERE true"
                        + wallet.sql()
                        + ")))",
                parameters);
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
