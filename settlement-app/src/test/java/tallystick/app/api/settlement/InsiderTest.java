package tallystick.app.api.settlement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.app.RunningNode;
import tallystick.app.TestNode;
import tallystick.app.YearOfUsage;
import tallystick.app.api.TestNode.Reply;

/** Somebody edits rows in PostgreSQL: no document moves, and the check names the row. */
class InsiderTest {

    private static final String STATEMENTS = "/v1/settlement/windows/2025-7/statements";

    @TempDir private Path directory = Path.of("");

    private static Reply get(RunningNode running, String path) {
        return tallystick.app.api.TestNode.of(running).getAsIs(path);
    }

    @Test
    void anEditedTableMovesNoStatementAndIsNamed() throws Exception {
        YearOfUsage.write(directory);
        try (RunningNode node = TestNode.start(directory)) {
            TestNode.await(
                    "the year is in the tables",
                    () -> {
                        Reply last = get(node, "/v1/settlement/windows/2025-12/positions");
                        return last.status() == 200 && !last.json().path("positions").isEmpty();
                    });
            String list = get(node, STATEMENTS).text();
            String name = get(node, STATEMENTS).at("statements.0.statement");
            assertFalse(name.isEmpty(), list);
            String one = get(node, "/v1/settlement/statements/" + name).text();
            try (Connection connection = node.context().getBean(DataSource.class).getConnection()) {
                for (String table : new String[] {"statement", "statement_line"}) {
                    String amount = table.equals("statement") ? "total" : "rounded";
                    int rows =
                            connection
                                    .createStatement()
                                    .executeUpdate(
                                            "UPDATE %s SET %s = %s + 100, exact = exact + 1 WHERE statement = '%s'"
                                                    .formatted(table, amount, amount, name));
                    assertTrue(rows > 0, table);
                }
            }
            assertEquals(list, get(node, STATEMENTS).text());
            assertEquals(one, get(node, "/v1/settlement/statements/" + name).text());
            tallystick.app.api.TestNode asked = tallystick.app.api.TestNode.of(node);
            Reply check =
                    asked.send(
                            asked.request("/v1/projections/check")
                                    .POST(java.net.http.HttpRequest.BodyPublishers.noBody())
                                    .build());
            assertTrue(check.text().contains(name), check.text());
            assertTrue(check.text().contains("total"), check.text());
        }
    }
}
