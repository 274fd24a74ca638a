package tallystick.projections.wallet;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import tallystick.domain.GrantKind;
import tallystick.domain.GrantTerms;
import tallystick.domain.money.Pico;
import tallystick.projections.sql.Rows;

/** Balances and grants as of the {@code wallet} projection's position. */
public final class WalletBalanceView {

    /**
     * A wallet's balance.
     *
     * @param operator the home operator
     * @param posted credit less usage, below zero when in overdraft
     * @param held reserved by open holds, 0 or more
     * @param overdraftLimit how far below zero {@code posted} may go, 0 or more
     * @param shortfall debt from usage beyond the overdraft, 0 or more
     * @param position journal position of the last event that changed the wallet
     */
    public record WalletBalance(
            String wallet,
            String tenant,
            String operator,
            String asset,
            Pico posted,
            Pico held,
            Pico overdraftLimit,
            Pico shortfall,
            long position) {

        /** What is not held: posted − held. */
        public Pico available() {
            return posted.minus(held);
        }
    }

    /**
     * A grant and what is left of it.
     *
     * @param priority lower is drawn first
     * @param expiresAt null for never
     * @param remaining what may still be drawn, 0 or more
     * @param position journal position of the last event that changed the grant
     */
    public record GrantBalance(
            String grant,
            String wallet,
            String asset,
            GrantKind kind,
            int priority,
            Pico amount,
            Pico remaining,
            Instant effectiveAt,
            @Nullable Instant expiresAt,
            Instant recordedAt,
            long position) {}

    /** Sums over the wallets of one asset. */
    public record AssetTotals(String asset, long wallets, Pico posted, Pico held, Pico shortfall) {}

    private static final String BALANCE =
            "SELECT wallet, tenant, operator, asset, posted, held, overdraft_limit, shortfall,"
                    + " position FROM wallet_balance ";

    private static final String GRANT = "SELECT * FROM wallet_grant ";

    private final DataSource dataSource;

    public WalletBalanceView(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** The wallet's balance, null when there is no such wallet. */
    public @Nullable WalletBalance find(String wallet) {
        return Rows.first(
                dataSource, WalletBalanceView::balance, BALANCE + "WHERE wallet = ?", wallet);
    }

    /**
     * Wallets in order of name.
     *
     * @param after the last name of the page before, empty for the first page
     * @param limit most rows, 1 or more
     */
    public List<WalletBalance> list(String after, int limit) {
        return Rows.list(
                dataSource,
                WalletBalanceView::balance,
                BALANCE + "WHERE wallet > ? ORDER BY wallet LIMIT ?",
                after,
                limit);
    }

    /**
     * The wallets that changed last, newest first.
     *
     * @param limit most rows, 1 or more
     */
    public List<WalletBalance> latest(int limit) {
        return Rows.list(
                dataSource,
                WalletBalanceView::balance,
                BALANCE + "ORDER BY position DESC, wallet LIMIT ?",
                limit);
    }

    /** The wallet's grants, oldest first. */
    public List<GrantBalance> grantsOf(String wallet) {
        return Rows.list(
                dataSource,
                WalletBalanceView::grant,
                GRANT + "WHERE wallet = ? ORDER BY grant_ref",
                wallet);
    }

    /** The grant of that name, null when there is none. */
    public @Nullable GrantBalance grant(String grant) {
        return Rows.first(
                dataSource, WalletBalanceView::grant, GRANT + "WHERE grant_name = ?", grant);
    }

    /** Sums per asset, in order of asset. */
    public List<AssetTotals> totalsByAsset() {
        return Rows.list(
                dataSource,
                row ->
                        new AssetTotals(
                                Rows.text(row, "asset"),
                                row.getLong("wallets"),
                                Rows.pico(row, "posted"),
                                Rows.pico(row, "held"),
                                Rows.pico(row, "shortfall")),
                "SELECT asset, count(*) AS wallets, sum(posted) AS posted, sum(held) AS held,"
                        + " sum(shortfall) AS shortfall FROM wallet_balance"
                        + " GROUP BY asset ORDER BY asset");
    }

    private static WalletBalance balance(ResultSet row) throws SQLException {
        return new WalletBalance(
                Rows.text(row, "wallet"),
                Rows.text(row, "tenant"),
                Rows.text(row, "operator"),
                Rows.text(row, "asset"),
                Rows.pico(row, "posted"),
                Rows.pico(row, "held"),
                Rows.pico(row, "overdraft_limit"),
                Rows.pico(row, "shortfall"),
                row.getLong("position"));
    }

    private static GrantBalance grant(ResultSet row) throws SQLException {
        long expiresAt = row.getLong("expires_at_epoch_nanos");
        return new GrantBalance(
                Rows.text(row, "grant_name"),
                Rows.text(row, "wallet"),
                Rows.text(row, "asset"),
                GrantKind.valueOf(Rows.text(row, "kind")),
                row.getInt("priority"),
                Rows.pico(row, "amount"),
                Rows.pico(row, "remaining"),
                Rows.instant(row, "effective_at_epoch_nanos"),
                expiresAt == GrantTerms.NEVER ? null : Rows.instant(expiresAt),
                Rows.instant(row, "recorded_epoch_nanos"),
                row.getLong("position"));
    }
}
