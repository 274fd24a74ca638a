package tallystick.app.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.app.RunningNode;
import tallystick.app.api.TestNode;
import tallystick.app.api.TestNode.Reply;

/** The database goes away, by the node's fault or not: ingest does not notice, tables catch up. */
class PostgresOutageTest {

    private static final long OUTAGE_MILLIS = 5_000;

    private static void checked(TestNode node) {
        tables(node);
        Reply check = node.unkeyed("POST", "/v1/projections/check", "");
        assertEquals(200, check.status(), check.text());
        assertEquals(0, check.json().path("differences").size(), check.text());
        assertTrue(check.json().path("rows").asLong() > 5, check.text());
    }

    /** Waits until every table has every position. */
    private static void tables(TestNode node) {
        node.awaitGet(
                "/v1/projections",
                reply -> {
                    boolean all = reply.status() == 200;
                    for (var row : reply.json().path("projections")) {
                        all &= row.path("lag").asLong() == 0;
                    }
                    return all;
                });
    }

    /** A server of somebody else's, on a port that stays. */
    private static final class OtherServer implements AutoCloseable {

        private final DataDirectory directory;
        private EmbeddedPostgresServer server;

        OtherServer(Path root) {
            directory = DataDirectory.lock(root);
            server = EmbeddedPostgresServer.start(directory, TestDatabase.SETTINGS);
        }

        Map<String, Object> settings() {
            return Map.of(
                    "tallystick.postgres.url", server.getJdbcUrl(),
                    "tallystick.postgres.user", server.getUsername(),
                    "tallystick.postgres.password", server.getPassword());
        }

        void stop() throws IOException {
            server.close();
        }

        void startAgain() {
            int port = Integer.parseInt(server.getJdbcUrl().replaceAll(".*:(\\d+)/.*", "$1"));
            server =
                    EmbeddedPostgresServer.start(
                            directory,
                            new TallystickProperties.Postgres(null, "", "", port, 60_000, 20));
        }

        @Override
        public void close() throws IOException {
            server.close();
            directory.close();
        }
    }

    /** Twice away for five seconds under load; the long form is ops/checks/postgres-loop. */
    @Test
    void anOutageStopsNoWriteAndLosesNoRow(@TempDir Path data, @TempDir Path elsewhere)
            throws Exception {
        try (OtherServer postgres = new OtherServer(elsewhere);
                RunningNode running = tallystick.app.TestNode.start(data, postgres.settings())) {
            TestNode node = TestNode.of(running);
            PlainCustomers.prepare(node);
            String wallet = PlainCustomers.wallet(node);
            AtomicBoolean done = new AtomicBoolean();
            AtomicInteger sent = new AtomicInteger();
            AtomicLong slowestNanos = new AtomicLong();
            Thread writer =
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        while (!done.get()) {
                                            long begin = System.nanoTime();
                                            PlainCustomers.use(node, wallet, 1);
                                            slowestNanos.accumulateAndGet(
                                                    System.nanoTime() - begin, Math::max);
                                            sent.incrementAndGet();
                                        }
                                    });
            for (int round = 0; round < 2; round++) {
                Thread.sleep(1_000);
                int before = sent.get();
                postgres.stop();
                Reply away = node.getAsIs("/v1/wallets/" + wallet + "/balance");
                assertEquals(503, away.status(), away.text());
                assertEquals("projections-unavailable", away.code());
                Thread.sleep(OUTAGE_MILLIS);
                assertTrue(sent.get() > before + 20, "writes went on: " + sent);
                postgres.startAgain();
                long back = System.nanoTime();
                node.awaitGet("/v1/wallets/" + wallet + "/balance", r -> r.status() == 200);
                assertTrue(System.nanoTime() - back < 10_000_000_000L, "reads are back");
            }
            done.set(true);
            writer.join();
            long begin = System.nanoTime();
            tables(node);
            assertTrue(System.nanoTime() - begin < 15_000_000_000L, "tried again within seconds");
            assertTrue(
                    slowestNanos.get() < 4_000_000_000L,
                    "the slowest write took " + slowestNanos.get() / 1_000_000 + " ms");
            checked(node);
            assertEquals(0, parked(node));
        }
    }

    private static long parked(TestNode node) {
        long parked = 0;
        for (var row : node.getAsIs("/v1/projections").json().path("projections")) {
            parked += row.path("parked").asLong();
        }
        return parked;
    }

    /** The node's own server is killed: it comes back without anybody's help, as often as that. */
    @Test
    void aServerThatDiesIsStartedAgain(@TempDir Path data) throws Exception {
        try (RunningNode running = tallystick.app.TestNode.start(data)) {
            TestNode node = TestNode.of(running);
            PlainCustomers.prepare(node);
            String wallet = PlainCustomers.wallet(node);
            for (int round = 0; round < 3; round++) {
                long pid = EmbeddedPostgresServerTest.pid(data);
                ProcessHandle.of(pid).orElseThrow().destroyForcibly();
                PlainCustomers.use(node, wallet, 1);
                tallystick.app.TestNode.await(
                        "another server", () -> EmbeddedPostgresServerTest.otherPid(data, pid));
                tallystick.app.TestNode.await(
                        "reads are back",
                        () -> node.getAsIs("/v1/wallets/" + wallet + "/balance").status() == 200);
            }
            killWhileItStarts(data, 5);
            PlainCustomers.use(node, wallet, 1);
            checked(node);
        }
    }

    /** Kills each server as soon as it has a number, so that starts fail half way. */
    private static void killWhileItStarts(Path data, int times) throws Exception {
        long last = -1;
        for (int i = 0; i < times; i++) {
            long before = last;
            tallystick.app.TestNode.await(
                    "server " + i, () -> EmbeddedPostgresServerTest.otherPid(data, before));
            last = EmbeddedPostgresServerTest.pid(data);
            ProcessHandle.of(last).ifPresent(ProcessHandle::destroyForcibly);
        }
    }
}
