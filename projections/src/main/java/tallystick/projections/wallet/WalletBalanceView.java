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
     * @param posted credit less usage, below zero when in overdraft; Σ of what grants have left,
     *     less what is overdrawn (credit without a grant, from refunds, is overdrawn below zero)
     * @param held set aside for open holds, 0 or more; part of {@code posted}
     * @param overdraftLimit how far below zero {@code posted} may go, 0 or more
     * @param shortfall debt from usage beyond the overdraft, 0 or more
     * @param suspendedReason why it takes no new holds, null when it takes them
     * @param alertThresholds posted balances whose downward crossing is told
     * @param autoTopUp null when none is arranged
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
            @Nullable String suspendedReason,
            List<Pico> alertThresholds,
            @Nullable AutoTopUp autoTopUp,
            long position) {

        public WalletBalance {
            alertThresholds = List.copyOf(alertThresholds);
        }

        /** What is not held: posted − held. */
        public Pico available() {
            return posted.minus(held);
        }

        /** What may be spent or held: available + overdraft limit. */
        public Pico spendable() {
            return available().plus(overdraftLimit);
        }

        public boolean isSuspended() {
            return suspendedReason != null;
        }
    }

    /**
     * An arrangement to ask for credit.
     *
     * @param threshold a posted balance below it asks
     * @param amount so much is asked for, more than 0
     */
    public record AutoTopUp(Pico threshold, Pico amount) {}

    /**
     * A grant and what is left of it.
     *
     * @param priority lower is drawn first
     * @param amount as granted
     * @param remaining what is left, held or not, 0 or more
     * @param expiresAt null for never
     * @param appliesTo models it may be drawn for, empty for all
     * @param rollover what becomes of credit left at expiry, null: it lapses
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
            List<String> appliesTo,
            GrantTerms.@Nullable Rollover rollover,
            Instant recordedAt,
            long position) {

        public GrantBalance {
            appliesTo = List.copyOf(appliesTo);
        }
    }

    /** Sums over the wallets of one asset. */
    public record AssetTotals(String asset, long wallets, Pico posted, Pico held, Pico shortfall) {}

    private static final String BALANCE = "SELECT * FROM wallet_balance ";

    private static final String GRANT = "SELECT * FROM wallet_grant ";

    private static final int MOST_GRANTS = 10_000;

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

    /** The wallet's grants, oldest first, at most {@value #MOST_GRANTS}. */
    public List<GrantBalance> grantsOf(String wallet) {
        return grantsOf(wallet, "", MOST_GRANTS);
    }

    /**
     * The wallet's grants, oldest first.
     *
     * @param after name of the last grant of the page before, empty for the first page
     * @param limit most rows, 1 or more
     */
    public List<GrantBalance> grantsOf(String wallet, String after, int limit) {
        return Rows.list(
                dataSource,
                WalletBalanceView::grant,
                GRANT
                        + "WHERE wallet = ? AND grant_ref > coalesce("
                        + "(SELECT grant_ref FROM wallet_grant WHERE grant_name = ?), -1)"
                        + " ORDER BY grant_ref LIMIT ?",
                wallet,
                after,
                limit);
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
        Pico topUp = Rows.pico(row, "top_up_amount");
        return new WalletBalance(
                Rows.text(row, "wallet"),
                Rows.text(row, "tenant"),
                Rows.text(row, "operator"),
                Rows.text(row, "asset"),
                Rows.pico(row, "posted"),
                Rows.pico(row, "held"),
                Rows.pico(row, "overdraft_limit"),
                Rows.pico(row, "shortfall"),
                row.getBoolean("suspended") ? Rows.text(row, "suspended_reason") : null,
                Rows.picos(row, "alert_thresholds"),
                topUp.isZero() ? null : new AutoTopUp(Rows.pico(row, "top_up_threshold"), topUp),
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
                Rows.texts(row, "applies_to"),
                rollover(row),
                Rows.instant(row, "recorded_epoch_nanos"),
                row.getLong("position"));
    }

    private static GrantTerms.@Nullable Rollover rollover(ResultSet row) throws SQLException {
        int times = row.getInt("rollover_times");
        return times == 0
                ? null
                : new GrantTerms.Rollover(
                        row.getInt("rollover_share_basis_points"),
                        row.getLong("rollover_period_nanos"),
                        times);
    }
}
