package tallystick.projections.wallet;

import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import tallystick.domain.GrantKind;
import tallystick.domain.money.Pico;
import tallystick.projections.sql.Unread;

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

    public WalletBalanceView(DataSource dataSource) {}

    /** The wallet's balance, null when there is no such wallet. */
    public @Nullable WalletBalance find(String wallet) {
        return Unread.answer(WalletBalanceView.class);
    }

    /**
     * Wallets in order of name.
     *
     * @param after the last name of the page before, empty for the first page
     * @param limit most rows, 1 or more
     */
    public List<WalletBalance> list(String after, int limit) {
        return Unread.answer(WalletBalanceView.class);
    }

    /** The wallet's grants, oldest first. */
    public List<GrantBalance> grantsOf(String wallet) {
        return Unread.answer(WalletBalanceView.class);
    }

    /** The grant of that name, null when there is none. */
    public @Nullable GrantBalance grant(String grant) {
        return Unread.answer(WalletBalanceView.class);
    }

    /** Sums per asset, in order of asset. */
    public List<AssetTotals> totalsByAsset() {
        return Unread.answer(WalletBalanceView.class);
    }
}
