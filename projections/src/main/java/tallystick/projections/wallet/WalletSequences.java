package tallystick.projections.wallet;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import tallystick.domain.GrantTerms;
import tallystick.domain.LedgerEvent;
import tallystick.domain.LedgerEvent.Holds;
import tallystick.domain.LedgerEvent.Reference.TenantRegistered;
import tallystick.domain.LedgerEvent.Wallets;
import tallystick.domain.usage.UsageRecord;
import tallystick.projections.parking.Sequencing;
import tallystick.projections.sql.Rows;

/**
 * A wallet with its grants and holds is one sequence. Events that name a grant or a hold alone are
 * found their wallet in the tables; when it is not there, what made it is parked, and so is its
 * name.
 */
final class WalletSequences implements Sequencing {

    @Override
    public Sequences of(UsageRecord usage, long position) {
        return Sequences.touching(wallet(usage.wallet));
    }

    @Override
    public Sequences of(Connection connection, LedgerEvent event) throws SQLException {
        return switch (event) {
            case TenantRegistered e -> Sequences.touching(tenant(e.tenant()));
            case Wallets wallets -> of(connection, wallets);
            case Holds.HoldOpened e ->
                    Sequences.touching(wallet(e.terms().wallet()), hold(e.hold()));
            case Holds e -> ofHold(connection, e.hold());
            case LedgerEvent.Reference _,
                    LedgerEvent.Quotas _,
                    LedgerEvent.Caps _,
                    LedgerEvent.Rerating _,
                    LedgerEvent.Settlement _,
                    LedgerEvent.UsageRecorded _,
                    LedgerEvent.RequestAnswered _ ->
                    Sequences.NONE;
        };
    }

    private static Sequences of(Connection connection, Wallets event) throws SQLException {
        return switch (event) {
            case Wallets.WalletOpened e ->
                    new Sequences(
                            List.of(wallet(e.terms().wallet())),
                            List.of(tenant(e.terms().tenant())));
            case Wallets.GrantIssued e ->
                    Sequences.touching(wallet(e.terms().wallet()), grant(e.terms().grant()));
            case Wallets.GrantExpired e -> {
                GrantTerms successor = e.successor();
                yield successor == null
                        ? ofGrant(connection, e.grant())
                        : ofGrant(connection, e.grant(), grant(successor.grant()));
            }
            case Wallets.GrantExpiring e -> ofGrant(connection, e.grant());
            case Wallets.GrantVoided e -> ofGrant(connection, e.grant());
            case Wallets.CreditTransferred e ->
                    Sequences.touching(
                            wallet(e.fromWallet()), wallet(e.toWallet()), grant(e.transfer()));
            case Wallets.AutoTopUpSet e -> Sequences.touching(wallet(e.wallet()));
            case Wallets.AlertsSet e -> Sequences.touching(wallet(e.wallet()));
            case Wallets.WalletSuspended e -> Sequences.touching(wallet(e.wallet()));
            case Wallets.WalletResumed e -> Sequences.touching(wallet(e.wallet()));
        };
    }

    private static Sequences ofGrant(Connection connection, String grant, String... more)
            throws SQLException {
        List<String> touches = new ArrayList<>(List.of(grant(grant)));
        touches.addAll(List.of(more));
        String sql = "SELECT wallet FROM wallet_grant WHERE grant_name = ?";
        touches.addAll(wallets(connection, sql, grant));
        return new Sequences(touches, List.of());
    }

    private static Sequences ofHold(Connection connection, String hold) throws SQLException {
        List<String> touches = new ArrayList<>(List.of(hold(hold)));
        String sql = "SELECT wallet FROM wallet_hold WHERE hold_name = ?";
        touches.addAll(wallets(connection, sql, hold));
        return new Sequences(touches, List.of());
    }

    private static List<String> wallets(Connection connection, String sql, String name)
            throws SQLException {
        return Rows.list(connection, row -> wallet(Rows.text(row, "wallet")), sql, name);
    }

    private static String wallet(String name) {
        return "wallet:" + name;
    }

    private static String tenant(String name) {
        return "tenant:" + name;
    }

    private static String grant(String name) {
        return "grant:" + name;
    }

    private static String hold(String name) {
        return "hold:" + name;
    }
}
