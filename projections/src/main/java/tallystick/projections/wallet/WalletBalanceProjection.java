package tallystick.projections.wallet;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import tallystick.domain.LedgerEvent;
import tallystick.domain.LedgerEvent.Wallets;
import tallystick.projections.JournalProjection;
import tallystick.projections.fold.Fold;
import tallystick.projections.parking.Sequencing;

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
    public List<String> tables() {
        return List.of("wallet_tenant", "wallet_balance", "wallet_grant", "wallet_hold");
    }

    @Override
    protected Sequencing sequencing() {
        return new WalletSequences();
    }

    @Override
    protected int[] counters() {
        return new int[] {wallets, grants};
    }

    @Override
    protected int[] numbersOf(LedgerEvent event) {
        return switch (event) {
            case Wallets.WalletOpened _ -> new int[] {1, 0};
            case Wallets.GrantIssued _ -> new int[] {0, 1};
            case Wallets.CreditTransferred _ -> new int[] {0, 1};
            case Wallets.GrantExpired e -> new int[] {0, e.successor() == null ? 0 : 1};
            default -> new int[2];
        };
    }

    @Override
    protected void skip(LedgerEvent event) {
        int[] taken = numbersOf(event);
        wallets += taken[0];
        grants += taken[1];
    }

    @Override
    protected void load(Connection connection, int[] counters) {
        wallets = counters[0];
        grants = counters[1];
    }

    @Override
    protected void afterRetry(Connection connection) throws SQLException {
        HoldRows.dropOld(connection);
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
