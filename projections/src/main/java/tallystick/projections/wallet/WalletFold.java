package tallystick.projections.wallet;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.domain.GrantTerms;
import tallystick.domain.LedgerEvent;
import tallystick.domain.LedgerEvent.Reference.TenantRegistered;
import tallystick.domain.WalletTerms;
import tallystick.domain.money.Pico;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;
import tallystick.projections.fold.Fold;
import tallystick.projections.sql.ArraySql;
import tallystick.projections.sql.ArrayStatement;

/**
 * New tenants, wallets and grants of a unit of work, and by how much balances and grants change.
 * Usage names wallets and grants by number, a grant its wallet by name: each is written by what it
 * has.
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

    private static final String INSERT_GRANTS =
            ArraySql.insert(
                    "wallet_grant",
                    List.of(
                            "grant_ref int",
                            "grant_name text",
                            "wallet text",
                            "asset text",
                            "kind text",
                            "priority int",
                            "amount numeric",
                            "remaining numeric",
                            "effective_at_epoch_nanos bigint",
                            "expires_at_epoch_nanos bigint",
                            "recorded_epoch_nanos bigint",
                            "position bigint"));

    private static final String CREDIT_WALLETS =
            """
            UPDATE wallet_balance AS b
            SET posted = b.posted + d.posted, shortfall = b.shortfall + d.shortfall,
                position = greatest(b.position, d.position)
            FROM unnest(?::text[], ?::numeric[], ?::numeric[], ?::bigint[])
                AS d(wallet, posted, shortfall, position)
            WHERE b.wallet = d.wallet
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

    private record OpenedWallet(int ref, WalletTerms terms, long position) {}

    private record IssuedGrant(
            int ref, GrantTerms terms, Pico remaining, long recordedEpochNanos, long position) {}

    private record Credit(Pico posted, Pico shortfall, long position) {

        Credit plus(Credit later) {
            return new Credit(
                    posted.plus(later.posted), shortfall.plus(later.shortfall), later.position);
        }
    }

    private final WalletBalanceProjection numbers;
    private final List<TenantRegistered> tenants = new ArrayList<>();
    private final List<OpenedWallet> wallets = new ArrayList<>();
    private final List<IssuedGrant> grants = new ArrayList<>();
    private final SortedMap<String, Credit> credits = new TreeMap<>();
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
            case LedgerEvent.Wallets.WalletOpened opened ->
                    wallets.add(
                            new OpenedWallet(
                                    numbers.numberWallet(), opened.terms(), firstPosition));
            case LedgerEvent.Wallets.GrantIssued issued ->
                    issue(issued, firstPosition, recordedEpochNanos);
            case LedgerEvent.Reference _,
                    LedgerEvent.Settlement _,
                    LedgerEvent.RequestAnswered _ -> {}
        }
    }

    private void use(List<UsageRecord> records, long firstPosition) {
        long position = firstPosition;
        for (UsageRecord usage : records) {
            if (usage.status == UsageStatus.ACCEPTED) {
                charges.add(usage, position);
                draws.add(usage, position);
            }
            position++;
        }
    }

    private void issue(
            LedgerEvent.Wallets.GrantIssued issued, long position, long recordedEpochNanos) {
        GrantTerms terms = issued.terms();
        Pico posted = terms.amount().minus(issued.shortfallRepaid());
        Pico remaining = posted.minus(issued.overdraftRepaid());
        grants.add(
                new IssuedGrant(
                        numbers.numberGrant(), terms, remaining, recordedEpochNanos, position));
        credits.merge(
                terms.wallet(),
                new Credit(posted, issued.shortfallRepaid().negate(), position),
                Credit::plus);
    }

    @Override
    public void flush(Connection connection) throws SQLException {
        insertTenants(connection);
        insertWallets(connection);
        insertGrants(connection);
        creditWallets(connection);
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

    private void insertGrants(Connection connection) throws SQLException {
        try (ArrayStatement insert = new ArrayStatement(connection, INSERT_GRANTS, grants.size())) {
            insert.ints(i -> grants.get(i).ref())
                    .texts(i -> grants.get(i).terms().grant())
                    .texts(i -> grants.get(i).terms().wallet())
                    .texts(i -> grants.get(i).terms().asset())
                    .texts(i -> grants.get(i).terms().kind().name())
                    .ints(i -> grants.get(i).terms().priority())
                    .numbers(i -> grants.get(i).terms().amount())
                    .numbers(i -> grants.get(i).remaining())
                    .longs(i -> grants.get(i).terms().effectiveAtEpochNanos())
                    .longs(i -> grants.get(i).terms().expiresAtEpochNanos())
                    .longs(i -> grants.get(i).recordedEpochNanos())
                    .longs(i -> grants.get(i).position())
                    .execute();
        }
    }

    private void creditWallets(Connection connection) throws SQLException {
        List<Map.Entry<String, Credit>> rows = List.copyOf(credits.entrySet());
        try (ArrayStatement update = new ArrayStatement(connection, CREDIT_WALLETS, rows.size())) {
            update.texts(i -> rows.get(i).getKey())
                    .numbers(i -> rows.get(i).getValue().posted())
                    .numbers(i -> rows.get(i).getValue().shortfall())
                    .longs(i -> rows.get(i).getValue().position())
                    .execute();
        }
    }
}
