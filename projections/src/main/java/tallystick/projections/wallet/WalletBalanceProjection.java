package tallystick.projections.wallet;

import java.sql.Connection;
import java.util.List;
import javax.sql.DataSource;
import tallystick.projections.Fold;
import tallystick.projections.JournalProjection;
import tallystick.projections.sql.Unread;

/** Balances and grants: tables wallet_balance, wallet_grant, wallet_tenant. */
public final class WalletBalanceProjection extends JournalProjection {

    /** Name of the processing group and of its row of progress. */
    public static final String GROUP = "wallet";

    /**
     * @param dataSource gives the connection of the current transaction
     */
    public WalletBalanceProjection(DataSource dataSource) {
        super(GROUP, dataSource);
    }

    @Override
    protected List<String> tables() {
        return Unread.answer(WalletBalanceProjection.class);
    }

    @Override
    protected void load(Connection connection) {
        Unread.answer(WalletBalanceProjection.class);
    }

    @Override
    protected Fold beginFold() {
        return Unread.answer(WalletBalanceProjection.class);
    }
}
