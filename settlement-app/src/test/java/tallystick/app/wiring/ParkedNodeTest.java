package tallystick.app.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import tallystick.app.RunningNode;
import tallystick.app.api.TestNode;
import tallystick.app.api.TestNode.Reply;
import tools.jackson.databind.JsonNode;

/** A whole node whose database refuses one wallet's rows, over HTTP. */
class ParkedNodeTest {

    @TempDir static Path data;
    private static RunningNode running;
    private static TestNode node;
    private static JdbcClient database;

    @BeforeAll
    static void start() {
        running = tallystick.app.TestNode.start(data);
        node = TestNode.of(running);
        database = JdbcClient.create(running.context().getBean(DataSource.class));
        PlainCustomers.prepare(node);
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    private static void refuse(String table, String wallet) {
        database.sql(
                        """
                        CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
                        BEGIN RAISE EXCEPTION 'no' USING ERRCODE = 'check_violation'; END $$
                        """)
                .update();
        database.sql(
                        "CREATE TRIGGER refuse BEFORE UPDATE ON "
                                + table
                                + " FOR EACH ROW WHEN (NEW.wallet = '"
                                + wallet
                                + "') EXECUTE FUNCTION refuse()")
                .update();
    }

    private static Reply parkedOf(String wallet) {
        return node.awaitGet("/v1/wallets/" + wallet + "/balance", reply -> reply.status() == 409);
    }

    private static JsonNode row(String name) {
        for (JsonNode row : node.getAsIs("/v1/projections").json().path("projections")) {
            if (row.path("projection").asString("").equals(name)) {
                return row;
            }
        }
        throw new AssertionError("no projection " + name);
    }

    private static Reply keep(String path) {
        return node.unkeyed("POST", "/v1/projections/" + path, "");
    }

    @Test
    void poisonIsParkedOthersGoOnAndARetryMendsIt() {
        String bad = PlainCustomers.wallet(node);
        String good = PlainCustomers.wallet(node);
        PlainCustomers.use(node, bad, 100);
        assertEquals("999.930000000000", node.get("/v1/wallets/" + bad + "/balance").at("posted"));
        refuse("wallet_balance", bad);
        long before = System.nanoTime();
        PlainCustomers.use(node, bad, 100);
        PlainCustomers.use(node, good, 100);
        Reply others = node.get("/v1/wallets/" + good + "/balance");
        assertEquals("999.930000000000", others.at("posted"), others.text());
        assertTrue(System.nanoTime() - before < 3_000_000_000L, "others go on at once");

        Reply blocked = parkedOf(bad);
        assertEquals("projection-parked", blocked.code(), blocked.text());
        assertEquals("wallet:" + bad, blocked.at("sequence"));
        assertEquals(409, node.getAsIs("/v1/wallets/" + bad + "/grants").status());
        PlainCustomers.use(node, bad, 200);
        node.get("/v1/wallets/" + good + "/balance");

        assertEquals(1, row("wallet").path("parked").asLong());
        assertEquals(1, row("wallet").path("waiting").asLong());
        assertEquals(0, row("usage").path("parked").asLong());
        Reply letters = node.getAsIs("/v1/projections/wallet/parked");
        assertEquals(blocked.at("position"), letters.at("parked.0.position"));
        assertTrue(letters.at("parked.0.cause").contains("no"), letters.text());

        assertEquals("1", keep("wallet/retry").at("parked"), "not cured yet");
        Reply differs = keep("check");
        assertEquals("wallet_balance", differs.at("differences.0.table"), differs.text());
        assertEquals("1", differs.at("parked"));
        database.sql("DROP TRIGGER refuse ON wallet_balance").update();
        Reply retried = keep("wallet/retry");
        assertEquals("2", retried.at("folded"), retried.text());
        assertEquals("0", retried.at("parked"));
        assertEquals("999.720000000000", node.get("/v1/wallets/" + bad + "/balance").at("posted"));
        assertEquals("0", keep("wallet/retry").at("folded"), "exactly once");
        PlainCustomers.use(node, bad, 100);
        assertEquals("999.650000000000", node.get("/v1/wallets/" + bad + "/balance").at("posted"));
        Reply check = keep("check");
        assertEquals(0, check.json().path("differences").size(), check.text());
    }

    @Test
    void tablesAreRebuiltWhileIngestAndReadsGoOn() throws Exception {
        String wallet = PlainCustomers.wallet(node);
        String edited = PlainCustomers.wallet(node);
        PlainCustomers.use(node, wallet, 1);
        node.get("/v1/wallets/" + edited + "/balance");
        database.sql("UPDATE wallet_balance SET posted = posted + 1 WHERE wallet = ?")
                .param(edited)
                .update();
        Reply insider = keep("check");
        assertEquals(1, insider.json().path("differences").size(), insider.text());
        assertEquals("wallet_balance", insider.at("differences.0.table"));
        assertEquals(edited, insider.at("differences.0.key"));
        assertEquals("posted", insider.at("differences.0.column"));

        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger sent = new AtomicInteger(1);
        AtomicInteger reads = new AtomicInteger();
        AtomicReference<String> broken = new AtomicReference<>("");
        Thread writer =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    while (!done.get()) {
                                        PlainCustomers.use(node, wallet, 1);
                                        sent.incrementAndGet();
                                    }
                                });
        Thread reader =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    while (!done.get()) {
                                        Reply reply =
                                                node.getAsIs("/v1/wallets/" + wallet + "/balance");
                                        reads.incrementAndGet();
                                        if (reply.status() != 200) {
                                            broken.set(reply.text());
                                        }
                                    }
                                });
        for (String name :
                new String[] {"wallet", "usage", "reference", "position", "settlement"}) {
            assertEquals(202, keep(name + "/rebuild").status());
            tallystick.app.TestNode.await(
                    name + " is rebuilt",
                    () -> !row(name).path("rebuild").path("state").asString("").equals("running"));
            assertEquals("done", row(name).path("rebuild").path("state").asString(""), name);
        }
        done.set(true);
        writer.join();
        reader.join();
        assertEquals("", broken.get());
        assertTrue(sent.get() > 5 && reads.get() > 20, sent + " sent, " + reads + " reads");
        String posted =
                new java.math.BigDecimal("1000")
                        .subtract(
                                new java.math.BigDecimal("0.0007")
                                        .multiply(java.math.BigDecimal.valueOf(sent.get())))
                        .setScale(12)
                        .toPlainString();
        assertEquals(posted, node.get("/v1/wallets/" + wallet + "/balance").at("posted"));
        Reply check = keep("check");
        assertEquals(0, check.json().path("differences").size(), check.text());
        assertEquals(404, keep("nothing/rebuild").status());
        assertEquals(404, keep("nothing/retry").status());
    }
}
