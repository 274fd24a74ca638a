package tallystick.projections.wallet;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import tallystick.projections.JournalProjection;
import tallystick.projections.fold.Fold;
import tallystick.projections.sql.Rows;

/** What every wallet has and holds, what is left of every grant, and where every hold stands. */
public final class WalletBalanceProjection extends JournalProjection {

    /** Name of the processing group and of its row of progress. */
    public static final String GROUP = "wallet";

    private int wallets;
    private int grants;

    /**
     * @param dataSource gives the connection of the current transaction
     */
    public WalletBalanceProjection(DataSource dataSource) {
        super(GROUP, dataSource);
    }

    @Override
    protected List<String> tables() {
        return List.of("wallet_tenant", "wallet_balance", "wallet_grant", "wallet_hold");
    }

    @Override
    protected void load(Connection connection) throws SQLException {
        wallets = nextRef(connection, "wallet_ref", "wallet_balance");
        grants = nextRef(connection, "grant_ref", "wallet_grant");
    }

    private static int nextRef(Connection connection, String ref, String table)
            throws SQLException {
        String sql = "SELECT coalesce(max(%s) + 1, 0) FROM %s".formatted(ref, table);
        return Rows.list(connection, row -> row.getInt(1), sql).getFirst();
    }

    @Override
    protected Fold beginFold() {
        return new WalletFold(this);
    }

    /** The dense number of the wallet opened now. */
    int numberWallet() {
        return wallets++;
    }

    /** The dense number of the grant issued now. */
    int numberGrant() {
        return grants++;
    }
}
