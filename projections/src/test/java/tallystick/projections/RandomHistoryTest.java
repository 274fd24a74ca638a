package tallystick.projections;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.axonframework.eventhandling.EventMessage;
import org.junit.jupiter.api.Test;
import tallystick.domain.DefaultEvent;
import tallystick.domain.FxEvent;
import tallystick.domain.HoldAnswer;
import tallystick.domain.HoldState;
import tallystick.domain.LedgerEvent.Holds.HoldOpened;
import tallystick.domain.LedgerEvent.Settlement.WindowCalculated;
import tallystick.domain.LedgerEvent.Settlement.WindowNetted;
import tallystick.domain.money.Pico;
import tallystick.domain.settlement.NetPosition;
import tallystick.domain.settlement.Statement;
import tallystick.domain.settlement.StatementLine;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;
import tallystick.projections.check.ProjectionCheck;
import tallystick.projections.check.ProjectionCheck.Difference;
import tallystick.projections.check.ProjectionCheck.Entry;
import tallystick.projections.position.BilateralPositionView;
import tallystick.projections.settlement.SettlementView;
import tallystick.projections.settlement.SettlementView.WindowStatement;
import tallystick.projections.usage.SuspenseView;
import tallystick.projections.usage.UsageTotalsView;
import tallystick.projections.usage.UsageTotalsView.UsageTotals;
import tallystick.projections.wallet.HoldView;
import tallystick.projections.wallet.WalletBalanceView;
import tallystick.projections.wallet.WalletBalanceView.WalletBalance;

/** Random histories through real processors: tables equal a naive fold and the ledger itself. */
class RandomHistoryTest {

    private static final int STEPS = 300;

    @Test
    void tablesEqualTheNaiveFoldAndTheLedger() throws Exception {
        Set<HoldState> states = EnumSet.noneOf(HoldState.class);
        for (long seed = 1; seed <= 3; seed++) {
            LedgerHistory history = LedgerHistory.random(seed, STEPS);
            DataSource database = TestDatabase.fresh();
            JournalDouble journal = new JournalDouble();
            history.messages().forEach(journal::append);
            try (Processors processors = new Processors(database, journal, 7)) {
                processors.start();
                processors.await(history.lastPosition());
            }
            ProjectionCheck.Result result =
                    new ProjectionCheck(database).compare(history.entries());
            assertEquals(List.of(), result.differences(), "seed " + seed);
            assertEquals(5, result.positions().size());
            assertTrue(result.rows() > 500, "rows: " + result.rows());
            walletsEqualTheLedger(history, database);
            holdsEqualTheLedger(history, database, states);
            documentsEqualTheEvents(history, database);
            exposuresEqualTheStatements(database);
            totalsEqualTheLedger(history, database);
        }
        assertEquals(EnumSet.allOf(HoldState.class), states);
    }

    private static void walletsEqualTheLedger(LedgerHistory history, DataSource database) {
        WalletBalanceView view = new WalletBalanceView(database);
        List<WalletBalance> listed = new ArrayList<>();
        List<WalletBalance> page = view.list("", 5);
        while (!page.isEmpty()) {
            listed.addAll(page);
            page = view.list(page.getLast().wallet(), 5);
        }
        assertEquals(history.wallets().size(), listed.size());
        boolean anyShortfall = false;
        for (WalletBalance balance : listed) {
            assertEquals(history.state().posted(balance.wallet()), balance.posted());
            assertEquals(history.state().shortfall(balance.wallet()), balance.shortfall());
            assertEquals(history.state().held(balance.wallet()), balance.held());
            assertEquals(balance.held(), reservedOf(database, balance.wallet()));
            assertEquals(balance, view.find(balance.wallet()));
            Pico remaining =
                    view.grantsOf(balance.wallet()).stream()
                            .map(WalletBalanceView.GrantBalance::remaining)
                            .reduce(Pico.ZERO, Pico::plus);
            // The overdraft in use is what the grants do not explain.
            assertTrue(remaining.minus(balance.posted()).compareTo(balance.overdraftLimit()) <= 0);
            anyShortfall |= !balance.shortfall().isZero();
        }
        assertTrue(anyShortfall, "the history should go beyond an overdraft");
    }

    /** Σ over a wallet's open holds, page by page. */
    private static Pico reservedOf(DataSource database, String wallet) {
        HoldView view = new HoldView(database);
        Pico sum = Pico.ZERO;
        List<HoldView.HoldStatus> page = view.openOf(wallet, -1, 2);
        while (!page.isEmpty()) {
            for (HoldView.HoldStatus hold : page) {
                assertEquals(hold, view.find(hold.hold()));
                sum = sum.plus(hold.reserved());
            }
            page = view.openOf(wallet, page.getLast().openedPosition(), 2);
        }
        return sum;
    }

    /** Every hold as opened, where the ledger says it stands. */
    private static void holdsEqualTheLedger(
            LedgerHistory history, DataSource database, Set<HoldState> states) {
        HoldView view = new HoldView(database);
        SortedMap<String, Pico> charged = new TreeMap<>();
        for (UsageRecord usage : history.recorded().values()) {
            if (usage.hold != null && usage.status == UsageStatus.ACCEPTED) {
                charged.merge(usage.hold, usage.retail(), Pico::plus);
            }
        }
        int open = 0;
        for (Entry entry : history.entries()) {
            if (entry.event() instanceof HoldOpened opened) {
                HoldView.HoldStatus hold = Objects.requireNonNull(view.find(opened.hold()));
                assertEquals(opened.tariff(), hold.tariff());
                assertEquals(charged.getOrDefault(hold.hold(), Pico.ZERO), hold.charged());
                HoldAnswer answer = history.state().holdAnswer(hold.hold());
                if (answer != null) {
                    assertEquals(answer.sequence(), hold.sequence());
                    assertEquals(answer.asset(), hold.asset());
                }
                open += hold.state() == HoldState.OPEN ? 1 : 0;
                states.add(hold.state());
            }
        }
        assertEquals(history.state().openHolds(), open);
    }

    private static void documentsEqualTheEvents(LedgerHistory history, DataSource database) {
        SettlementView view = new SettlementView(database);
        Map<String, List<NetPosition>> positions = new TreeMap<>();
        int statements = 0;
        for (Entry entry : history.entries()) {
            if (entry.event() instanceof WindowCalculated calculated) {
                List<WindowStatement> rows = view.statementsOf(calculated.window());
                List<Statement> read = rows.stream().map(WindowStatement::statement).toList();
                assertEquals(calculated.statements(), read);
                assertTrue(rows.stream().allMatch(WindowStatement::issued));
                statements += rows.size();
            } else if (entry.event() instanceof WindowNetted netted) {
                assertEquals(netted.bilateral(), view.bilateralOf(netted.window()));
                positions.put(netted.window(), netted.positions());
            } else if (entry.event() instanceof DefaultEvent.WindowRecast recast) {
                positions.put(recast.window(), recast.after());
            }
        }
        positions.forEach((window, now) -> assertEquals(now, view.netPositionsOf(window), window));
        assertTrue(statements > 3, "the history should have statements");
        assertTrue(
                history.entries().stream()
                        .anyMatch(entry -> entry.event() instanceof FxEvent.WindowConverted),
                "the history should convert");
    }

    /** The running exposure of a settled window is the exact total of its statements. */
    private static void exposuresEqualTheStatements(DataSource database) {
        SettlementView settlement = new SettlementView(database);
        BilateralPositionView positions = new BilateralPositionView(database);
        for (SettlementView.Window window : settlement.windows()) {
            List<String> exposures =
                    positions.exposures(window.window()).stream()
                            .map(
                                    e ->
                                            "%s %s %s %s"
                                                    .formatted(
                                                            e.homeOperator(),
                                                            e.servingOperator(),
                                                            e.asset(),
                                                            e.exact()))
                            .toList();
            List<String> owed =
                    settlement.statementsOf(window.window()).stream()
                            .map(WindowStatement::statement)
                            .filter(s -> s.lines().stream().anyMatch(l -> l.records() > 0))
                            .map(
                                    s ->
                                            "%s %s %s %s"
                                                    .formatted(
                                                            s.homeOperator(),
                                                            s.servingOperator(),
                                                            s.asset(),
                                                            ofUsage(s)))
                            .toList();
            if (window.merkleRoot() != null) {
                assertEquals(owed, exposures);
            }
        }
    }

    /** What a window's own usage comes to: adjustments are lines without records. */
    private static Pico ofUsage(Statement statement) {
        return statement.lines().stream()
                .filter(line -> line.records() > 0)
                .map(StatementLine::exact)
                .reduce(Pico.ZERO, Pico::plus);
    }

    private static void totalsEqualTheLedger(LedgerHistory history, DataSource database) {
        UsageTotals totals = new UsageTotalsView(database).totals();
        assertEquals(history.state().totals().accepted(), totals.accepted());
        assertEquals(history.state().totals().suspended(), totals.suspended());
        assertEquals(history.state().totals().late(), totals.late());
        assertEquals(history.state().totals().tokensIn(), totals.tokensIn().longValueExact());
        assertEquals(history.state().totals().tokensOut(), totals.tokensOut().longValueExact());
        assertTrue(totals.late() > 0 && totals.suspended() > 0 && totals.roaming() > 0);
        assertEquals(
                history.state().suspended(-1, 10_000).stream().map(s -> s.position()).toList(),
                new SuspenseView(database)
                        .records(-1, 10_000).stream()
                                .map(SuspenseView.SuspendedRecord::position)
                                .toList());
        long inSuspense =
                new SuspenseView(database)
                        .summary().stream().mapToLong(SuspenseView.SuspenseSummary::records).sum();
        assertEquals(totals.suspended(), inSuspense);
    }

    @Test
    void aReplayAfterResetGivesTheSameBytesWhateverTheBatches() throws Exception {
        LedgerHistory history = LedgerHistory.random(11, STEPS);
        DataSource database = TestDatabase.fresh();
        JournalDouble journal = new JournalDouble();
        history.messages().forEach(journal::append);
        SortedMap<String, List<String>> first;
        try (Processors processors = new Processors(database, journal, 1)) {
            processors.start();
            processors.await(history.lastPosition());
            processors.stop();
            first = Dump.of(database);
            processors.reset();
            Dump.of(database).values().forEach(rows -> assertEquals(List.of(), rows));
        }
        try (Processors processors = new Processors(database, journal, 50)) {
            processors.start();
            processors.await(history.lastPosition());
        }
        assertEquals(first, Dump.of(database));
        first.forEach((table, rows) -> assertEquals(isNoFold(table), rows.isEmpty(), table));
    }

    private static boolean isNoFold(String table) {
        return table.startsWith("parked_") || table.startsWith("webhook_");
    }

    @Test
    void tablesGrowAcrossRestartsAndBatches() throws Exception {
        LedgerHistory history = LedgerHistory.random(12, STEPS);
        DataSource database = TestDatabase.fresh();
        JournalDouble journal = new JournalDouble();
        List<EventMessage<?>> messages = history.messages();
        int next = 0;
        while (next < messages.size()) {
            int end = Math.min(messages.size(), next + 120);
            messages.subList(next, end).forEach(journal::append);
            next = end;
            // Projections made anew must find their numbers in their own tables.
            try (Processors processors = new Processors(database, journal, 10)) {
                processors.start();
                processors.await(EntryMetadata.lastPosition(messages.get(end - 1)));
            }
        }
        assertEquals(
                List.of(), new ProjectionCheck(database).compare(history.entries()).differences());
    }

    /** Negative control: every table, changed in one cell or row, must be found out. */
    @Test
    void theCheckNamesEveryChangedCell() throws Exception {
        LedgerHistory history = LedgerHistory.random(13, 80);
        DataSource database = TestDatabase.fresh();
        Units units = new Units(database);
        for (JournalProjection projection : Projections.all(units.dataSource())) {
            units.handle(projection, history.messages().toArray(EventMessage<?>[]::new));
        }
        ProjectionCheck check = new ProjectionCheck(database);
        assertEquals(List.of(), check.compare(history.entries()).differences());
        int changed = 0;
        for (JournalProjection projection : Projections.all(units.dataSource())) {
            for (String table : projection.tables()) {
                for (String column : columns(database, table)) {
                    if (isNumeric(database, table, column)) {
                        changeOneCell(database, check, history, table, column);
                        changed++;
                    }
                }
                deleteOneRow(database, check, history, table);
            }
        }
        assertTrue(changed > 60, "changed " + changed);
    }

    private static void changeOneCell(
            DataSource database,
            ProjectionCheck check,
            LedgerHistory history,
            String table,
            String column) {
        String target = " WHERE ctid = (SELECT max(ctid) FROM " + table + ")";
        TestDatabase.execute(database, "CREATE TABLE before AS SELECT * FROM " + table);
        TestDatabase.execute(
                database, "UPDATE " + table + " SET " + column + " = 1000003" + target);
        List<Difference> differences = check.compare(history.entries()).differences();
        assertTrue(
                !differences.isEmpty()
                        && differences.stream().allMatch(d -> d.table().equals(table)),
                () -> table + "." + column + ": " + differences);
        restore(database, table);
    }

    private static void deleteOneRow(
            DataSource database, ProjectionCheck check, LedgerHistory history, String table) {
        TestDatabase.execute(database, "CREATE TABLE before AS SELECT * FROM " + table);
        TestDatabase.execute(
                database,
                "DELETE FROM " + table + " WHERE ctid = (SELECT max(ctid) FROM " + table + ")");
        List<Difference> differences = check.compare(history.entries()).differences();
        assertEquals(1, differences.size());
        assertEquals("a row", differences.getFirst().expected());
        restore(database, table);
    }

    private static void restore(DataSource database, String table) {
        TestDatabase.execute(
                database,
                "TRUNCATE %s; INSERT INTO %s SELECT * FROM before; DROP TABLE before"
                        .formatted(table, table));
    }

    private static List<String> columns(DataSource database, String table) throws Exception {
        try (Connection connection = database.getConnection();
                var columns = connection.getMetaData().getColumns(null, "public", table, null)) {
            List<String> names = new ArrayList<>();
            while (columns.next()) {
                names.add(columns.getString("COLUMN_NAME"));
            }
            return names;
        }
    }

    private static boolean isNumeric(DataSource database, String table, String column)
            throws Exception {
        try (Connection connection = database.getConnection();
                var columns = connection.getMetaData().getColumns(null, "public", table, column)) {
            return columns.next()
                    && List.of("int4", "int8", "numeric").contains(columns.getString("TYPE_NAME"))
                    && !(table.equals("usage_totals") && column.equals("id"));
        }
    }
}
