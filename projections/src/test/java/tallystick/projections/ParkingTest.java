package tallystick.projections;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tallystick.projections.JournalProjection.Retried;
import tallystick.projections.check.ProjectionCheck;
import tallystick.projections.check.ProjectionCheck.Difference;
import tallystick.projections.sql.Rows;
import tallystick.projections.wallet.WalletBalanceProjection;

/**
 * A database that refuses one row makes events poison: they are parked with their sequence, all
 * else goes on, and after the cure a retry makes the tables what they would have been.
 */
class ParkingTest {

    private static final String REFUSE =
            """
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN RAISE EXCEPTION 'refused on purpose' USING ERRCODE = 'check_violation'; END $$
            """;

    private final LedgerHistory history = LedgerHistory.random(77, 260);
    private final Random random = new Random(5);
    private DataSource database = TestDatabase.fresh();
    private Units units = new Units(database);

    private void freshDatabase() {
        database = TestDatabase.fresh();
        units = new Units(database);
    }

    /** Every projection over a part of the history, in batches of random size. */
    private void fold(List<JournalProjection> projections, int from, int to) throws Exception {
        for (JournalProjection projection : projections) {
            int at = from;
            while (at < to) {
                int next = Math.min(to, at + 1 + random.nextInt(25));
                units.handle(projection, history.messages().subList(at, next), () -> {});
                at = next;
            }
        }
    }

    private List<Difference> differences() {
        return new ProjectionCheck(database).compare(history.entries()).differences();
    }

    private Retried retry(String group) throws Exception {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            JournalProjection projection =
                    Projections.all(database).stream()
                            .filter(one -> one.group().equals(group))
                            .findFirst()
                            .orElseThrow();
            Retried retried = projection.retry(connection, new HistoryJournal(history.messages()));
            connection.commit();
            return retried;
        }
    }

    private static SortedMap<String, List<String>> tables(DataSource database) throws Exception {
        SortedMap<String, List<String>> dump = Dump.of(database);
        dump.remove("projection_progress");
        return dump;
    }

    private SortedSet<String> parkedSequences(String group) {
        return new TreeSet<>(
                Rows.list(
                        database,
                        row -> Rows.text(row, "sequence"),
                        "SELECT sequence FROM parked_sequence WHERE projection = ?",
                        group));
    }

    private void refuse(String table, String column, Object value) {
        TestDatabase.execute(database, REFUSE);
        TestDatabase.execute(
                database,
                "CREATE TRIGGER refuse BEFORE INSERT OR UPDATE ON %s FOR EACH ROW WHEN (NEW.%s = '%s') EXECUTE FUNCTION refuse()"
                        .formatted(table, column, value));
    }

    private void cure(String table) {
        TestDatabase.execute(database, "DROP TRIGGER refuse ON " + table);
    }

    /** Each projection, poisoned by rows that number things and by rows that do not. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "wallet_balance.wallet",
                "wallet_tenant.tenant",
                "wallet_grant.grant_name",
                "wallet_hold.hold_name",
                "usage_cube.wallet",
                "suspense_record.position",
                "bilateral_position.serving_operator",
                "position_tariff.version_ref",
                "position_window.window_ref",
                "settlement_window.window_name",
                "statement.window_name",
                "reference_tariff.tariff",
                "reference_wallet.wallet",
                "limit_quota.quota"
            })
    void whatIsParkedIsFoldedOnceAfterTheCure(String target) throws Exception {
        String table = target.substring(0, target.indexOf('.'));
        String column = target.substring(target.indexOf('.') + 1);
        int end = history.messages().size();
        fold(Projections.all(units.dataSource()), 0, end);
        SortedMap<String, List<String>> right = tables(database);
        List<String> keys =
                Rows.list(
                        database,
                        row -> Rows.text(row, column),
                        "SELECT DISTINCT %s::text FROM %s ORDER BY 1".formatted(column, table));
        assertFalse(keys.isEmpty(), target);
        // What comes after the retry finds what was retried.
        int late = end - 60;
        for (int round = 0; round < 3; round++) {
            String victim = keys.get(random.nextInt(keys.size()));
            int begin = round == 0 ? 0 : random.nextInt(late);
            freshDatabase();
            List<JournalProjection> projections = Projections.all(units.dataSource());
            fold(projections, 0, begin);
            refuse(table, column, victim);
            fold(projections, begin, late);
            String what = target + " " + victim + " from message " + begin;
            poisonIsContained(what, table, round == 0, late);
            retryKeepsWhatStillFails(table);
            cure(table);
            for (JournalProjection projection : projections) {
                assertEquals(0, retry(projection.group()).parked(), what);
            }
            fold(projections, late, end);
            assertEquals(right, tables(database), what);
            assertEquals(List.of(), differences(), what);
            assertEquals(0, retry(WalletBalanceProjection.GROUP).folded(), "nothing is left");
        }
    }

    private static String groupOf(String table) {
        return Projections.all(TestDatabase.none()).stream()
                .filter(projection -> projection.tables().contains(table))
                .findFirst()
                .orElseThrow()
                .group();
    }

    /** Everything went on to the end; only the poisoned projection differs, where it is parked. */
    private void poisonIsContained(String what, String table, boolean certain, int late) {
        String group = groupOf(table);
        long last = EntryMetadata.lastPosition(history.messages().get(late - 1));
        new ProgressView(database).positions().forEach((name, at) -> assertEquals(last, at, name));
        List<String> parkedIn =
                Rows.list(
                        database,
                        row -> Rows.text(row, "projection"),
                        "SELECT DISTINCT projection FROM parked_letter");
        if (certain) {
            assertEquals(List.of(group), parkedIn, what);
        }
        SortedSet<String> parked = parkedSequences(group);
        JournalProjection projection =
                Projections.all(TestDatabase.none()).stream()
                        .filter(one -> one.group().equals(group))
                        .findFirst()
                        .orElseThrow();
        List<Difference> differences = differences();
        assertEquals(certain, certain && !differences.isEmpty(), what);
        for (Difference difference : differences) {
            assertTrue(projection.tables().contains(difference.table()), what + difference);
            if (difference.table().equals("wallet_balance")) {
                assertTrue(parked.contains("wallet:" + difference.key()), what + difference);
            }
        }
    }

    /** Without a cure a retry changes nothing but the count of attempts. */
    private void retryKeepsWhatStillFails(String table) throws Exception {
        SortedMap<String, List<String>> before = tables(database);
        SortedSet<String> parked = parkedSequences(groupOf(table));
        int letters = retry(groupOf(table)).parked();
        SortedMap<String, List<String>> after = tables(database);
        assertEquals(parked, parkedSequences(groupOf(table)));
        assertEquals(before.getOrDefault("parked_letter", List.of()).size(), letters);
        assertEquals(before.get("parked_number"), after.get("parked_number"));
        assertEquals(before.get("parked_sequence"), after.get("parked_sequence"));
        before.remove("parked_letter");
        after.remove("parked_letter");
        assertEquals(before, after);
    }

    /** A database in trouble is no fault of the event: nothing is parked, and it is tried again. */
    @Test
    void aDatabaseInTroubleParksNothing() throws Exception {
        TestDatabase.execute(database, REFUSE.replace("check_violation", "disk_full"));
        TestDatabase.execute(
                database,
                "CREATE TRIGGER refuse BEFORE INSERT ON wallet_tenant EXECUTE FUNCTION refuse()");
        List<JournalProjection> projections = Projections.all(units.dataSource());
        assertThrows(RuntimeException.class, () -> fold(projections, 0, 40));
        assertEquals(-1, new ProgressView(database).position(WalletBalanceProjection.GROUP));
        assertEquals(List.of(), Dump.of(database).get("parked_letter"));
    }

    /** A fault that spares nobody is the projection's own: it stops instead of parking all. */
    @Test
    void tooManyLettersStopTheProjection() throws Exception {
        TestDatabase.execute(database, REFUSE);
        TestDatabase.execute(
                database,
                "CREATE TRIGGER refuse BEFORE INSERT ON wallet_tenant FOR EACH ROW EXECUTE FUNCTION"
                        + " refuse()");
        TestDatabase.execute(
                database,
                "INSERT INTO parked_letter SELECT 'wallet', n, 'X', '{}', '', 0, 1"
                        + " FROM generate_series(1000001, 1000000 + "
                        + JournalProjection.MOST_LETTERS
                        + ") AS n");
        List<JournalProjection> wallet = List.of(new WalletBalanceProjection(units.dataSource()));
        IllegalStateException stop =
                assertThrows(
                        IllegalStateException.class,
                        () -> fold(wallet, 0, history.messages().size()));
        assertTrue(String.valueOf(stop.getMessage()).contains("stops"), stop.getMessage());
    }
}
