package tallystick.projections.wallet;

import static tallystick.domain.usage.UsageRecord.NO_REF;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import tallystick.domain.GrantKind;
import tallystick.domain.GrantShare;
import tallystick.domain.GrantTerms;
import tallystick.domain.LedgerEvent;
import tallystick.domain.LedgerEvent.Reference.TenantRegistered;
import tallystick.domain.LedgerEvent.Wallets;
import tallystick.domain.WalletTerms;
import tallystick.domain.money.Pico;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;
import tallystick.projections.fold.Fold;
import tallystick.projections.sql.ArraySql;
import tallystick.projections.sql.ArrayStatement;

/**
 * New tenants, wallets, grants and holds of a unit of work, and by how much they change. Usage
 * names wallets and grants by number, a grant its wallet by name: each is written by what it has.
 */
final class WalletFold implements Fold {

    private static final String INSERT_TENANTS =
            ArraySql.insert("wallet_tenant", List.of("tenant text", "operator text"));

    /** The home operator is the tenant's; a wallet without tenant is not written, and is missed. */
    private static final String INSERT_WALLETS =
            """
            INSERT INTO wallet_balance
                (wallet_ref, wallet, tenant, operator, asset, posted, held, overdraft_limit,
                 shortfall, position)
            SELECT d.ref, d.wallet, d.tenant, t.operator, d.asset, 0, 0, d.overdraft_limit, 0,
                d.position
            FROM unnest(?::int[], ?::text[], ?::text[], ?::text[], ?::numeric[], ?::bigint[])
                AS d(ref, wallet, tenant, asset, overdraft_limit, position)
            JOIN wallet_tenant t ON t.tenant = d.tenant
            ORDER BY d.ref
            """;

    /** By number; the name beside it catches numbers that are not the ledger's. */
    private static final String CHARGE_WALLETS =
            """
            UPDATE wallet_balance AS b
            SET posted = b.posted + d.posted, shortfall = b.shortfall + d.shortfall,
                position = greatest(b.position, d.position)
            FROM unnest(?::int[], ?::text[], ?::numeric[], ?::numeric[], ?::bigint[])
                AS d(ref, wallet, posted, shortfall, position)
            WHERE b.wallet_ref = d.ref AND b.wallet = d.wallet
            """;

    private static final String DRAW_GRANTS =
            """
            UPDATE wallet_grant AS g
            SET remaining = g.remaining - d.drawn, position = greatest(g.position, d.position)
            FROM unnest(?::int[], ?::numeric[], ?::bigint[]) AS d(ref, drawn, position)
            WHERE g.grant_ref = d.ref
            """;

    /** Priority of the grant that transferred credit becomes. */
    private static final int TRANSFER_PRIORITY = 100;

    private record OpenedWallet(int ref, WalletTerms terms, long position) {}

    private final WalletBalanceProjection numbers;
    private final List<TenantRegistered> tenants = new ArrayList<>();
    private final List<OpenedWallet> wallets = new ArrayList<>();
    private final GrantRows grants = new GrantRows();
    private final HoldRows holds = new HoldRows();
    private final WalletSettings settings = new WalletSettings();
    private final WalletCredits credits = new WalletCredits();
    private final WalletCharges charges = new WalletCharges();
    private final GrantDraws draws = new GrantDraws();

    WalletFold(WalletBalanceProjection numbers) {
        this.numbers = numbers;
    }

    @Override
    public void apply(LedgerEvent event, long firstPosition, long recordedEpochNanos) {
        switch (event) {
            case LedgerEvent.UsageRecorded usage -> use(usage.records(), firstPosition);
            case TenantRegistered tenant -> tenants.add(tenant);
            case Wallets wallet -> apply(wallet, firstPosition, recordedEpochNanos);
            case LedgerEvent.Holds hold -> holds.add(hold, recordedEpochNanos, firstPosition);
            case LedgerEvent.Reference _,
                    LedgerEvent.Quotas _,
                    LedgerEvent.Caps _,
                    LedgerEvent.Rerating _,
                    LedgerEvent.Settlement _,
                    LedgerEvent.RequestAnswered _ -> {}
        }
    }

    private void apply(Wallets event, long position, long recordedEpochNanos) {
        switch (event) {
            case Wallets.WalletOpened e ->
                    wallets.add(new OpenedWallet(numbers.numberWallet(), e.terms(), position));
            case Wallets.GrantIssued e -> issue(e, position, recordedEpochNanos);
            case Wallets.GrantExpired e -> expire(e, position, recordedEpochNanos);
            // It moves nothing.
            case Wallets.GrantExpiring _ -> {}
            case Wallets.GrantVoided e -> grants.lose(e.grant(), e.amount(), e.amount(), position);
            case Wallets.CreditTransferred e -> transfer(e, position, recordedEpochNanos);
            case Wallets.AutoTopUpSet e ->
                    settings.topUp(e.wallet(), e.threshold(), e.amount(), position);
            case Wallets.AlertsSet e -> settings.alerts(e.wallet(), e.thresholds(), position);
            case Wallets.WalletSuspended e -> settings.suspend(e.wallet(), e.reason(), position);
            case Wallets.WalletResumed e -> settings.resume(e.wallet(), position);
        }
    }

    private void use(List<UsageRecord> records, long firstPosition) {
        long position = firstPosition;
        for (UsageRecord usage : records) {
            // What voids a suspended record charges nothing, and may be of no known wallet.
            if (usage.status == UsageStatus.ACCEPTED && usage.retailVersionRef != NO_REF) {
                charges.add(usage, position);
                draws.add(usage, position);
                holds.add(usage, position);
            }
            position++;
        }
    }

    private void issue(Wallets.GrantIssued event, long position, long recordedEpochNanos) {
        GrantTerms terms = event.terms();
        Pico left = terms.amount().minus(event.shortfallRepaid()).minus(event.overdraftRepaid());
        grants.issue(numbers.numberGrant(), terms, left, recordedEpochNanos, position);
        credits.grant(terms.wallet(), terms.amount(), event.shortfallRepaid(), position);
    }

    /** What is carried stays posted: it only moves to the successor. */
    private void expire(Wallets.GrantExpired event, long position, long recordedEpochNanos) {
        Pico lost = event.lapsed().plus(event.carried());
        grants.lose(event.grant(), lost, event.lapsed(), position);
        GrantTerms successor = event.successor();
        if (successor != null) {
            grants.issue(
                    numbers.numberGrant(),
                    successor,
                    event.carried(),
                    recordedEpochNanos,
                    position);
        }
    }

    private void transfer(Wallets.CreditTransferred event, long position, long recordedEpochNanos) {
        Pico amount = Pico.ZERO;
        for (GrantShare share : event.shares()) {
            grants.lose(share.grant(), share.amount(), share.amount(), position);
            amount = amount.plus(share.amount());
        }
        GrantTerms terms =
                new GrantTerms(
                        event.transfer(),
                        event.toWallet(),
                        amount,
                        event.asset(),
                        GrantKind.PAID,
                        TRANSFER_PRIORITY,
                        recordedEpochNanos,
                        GrantTerms.NEVER);
        Pico left = amount.minus(event.shortfallRepaid()).minus(event.overdraftRepaid());
        grants.issue(numbers.numberGrant(), terms, left, recordedEpochNanos, position);
        credits.grant(event.toWallet(), amount, event.shortfallRepaid(), position);
    }

    @Override
    public void flush(Connection connection) throws SQLException {
        insertTenants(connection);
        insertWallets(connection);
        grants.flush(connection, credits);
        holds.flush(connection, credits);
        settings.flush(connection);
        credits.flush(connection);
        charges.flush(connection, CHARGE_WALLETS);
        draws.flush(connection, DRAW_GRANTS);
    }

    private void insertTenants(Connection connection) throws SQLException {
        try (ArrayStatement insert =
                new ArrayStatement(connection, INSERT_TENANTS, tenants.size())) {
            insert.texts(i -> tenants.get(i).tenant())
                    .texts(i -> tenants.get(i).operator())
                    .execute();
        }
    }

    private void insertWallets(Connection connection) throws SQLException {
        try (ArrayStatement insert =
                new ArrayStatement(connection, INSERT_WALLETS, wallets.size())) {
            insert.ints(i -> wallets.get(i).ref())
                    .texts(i -> wallets.get(i).terms().wallet())
                    .texts(i -> wallets.get(i).terms().tenant())
                    .texts(i -> wallets.get(i).terms().asset())
                    .numbers(i -> wallets.get(i).terms().overdraftLimit())
                    .longs(i -> wallets.get(i).position())
                    .execute();
        }
    }
}
