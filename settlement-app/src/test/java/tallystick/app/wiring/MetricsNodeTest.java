package tallystick.app.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import tallystick.app.RunningNode;
import tallystick.app.api.TestNode;
import tallystick.domain.Answer;
import tallystick.domain.LedgerCommand;
import tallystick.domain.LedgerRequest;
import tallystick.engine.Completion;
import tallystick.engine.EngineOptions;
import tallystick.engine.Engines;
import tallystick.engine.LedgerEngine;
import tallystick.engine.journal.JournalKind;

/**
 * A whole node under traffic, seen through {@code GET /v1/metrics}: every figure is seen to move.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MetricsNodeTest {

    private static final Pattern SAMPLE =
            Pattern.compile("^(tallystick_\\w+)(\\{[^}]*})? (\\S+)$", Pattern.MULTILINE);
    private static final Pattern ROW = Pattern.compile("^\\| `(tallystick_\\w+)` \\|");

    /** What only a fault that is not put in here moves; of parked, all but the wallet's. */
    private static final Set<String> STILL =
            Set.of(
                    "tallystick_ring_slots_capacity",
                    "tallystick_refused_requests_total{reason=\"disk_full\"}",
                    "tallystick_snapshots_total{outcome=\"failed\"}",
                    "tallystick_snapshots_total{outcome=\"skipped\"}",
                    "tallystick_reader_index_rebuilds_total",
                    // Its files are made long before they are full.
                    "tallystick_disk_bytes{part=\"journal\"}",
                    // Written down after a million events.
                    "tallystick_disk_bytes{part=\"index\"}");

    private static final Pattern OTHERS =
            Pattern.compile(
                    "tallystick_projection_(parked|waiting|running).*projection=\"(?!wallet).*"
                            + "|tallystick_projection_running.*");

    private static final int SENDERS = 6;
    private static final long SAMPLE_MILLIS = 1_100;
    private static final int BATCH = 400;

    @TempDir static Path data;
    private static RunningNode running;
    private static TestNode node;

    @BeforeAll
    static void start() throws Exception {
        writeJournalOfTomorrow();
        running =
                tallystick.app.TestNode.start(
                        data,
                        Map.of(
                                "tallystick.engine.max-in-flight-records",
                                BATCH,
                                "tallystick.engine.submit-deadline-millis",
                                1,
                                "tallystick.engine.snapshot-every-records",
                                2_000));
        node = TestNode.of(running);
    }

    /** The node's clock then begins before the last recorded time, which is a step. */
    private static void writeJournalOfTomorrow() throws Exception {
        long tomorrow = Instant.now().plus(Duration.ofDays(1)).toEpochMilli() * 1_000_000;
        try (LedgerEngine engine =
                Engines.open(
                        EngineOptions.of(data, JournalKind.SEGMENT).withClock(() -> tomorrow))) {
            CompletableFuture<Answer> answer = new CompletableFuture<>();
            engine.submit(
                    new LedgerRequest(
                            new LedgerCommand.Reference.RegisterModel("earlier"), "test", null),
                    new Completion() {
                        @Override
                        public void answered(Answer durable) {
                            answer.complete(durable);
                        }

                        @Override
                        public void failed(Throwable cause) {
                            answer.completeExceptionally(cause);
                        }
                    });
            assertEquals(0, answer.get().position());
        }
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    private static SortedMap<String, Double> scrape() {
        TestNode.Reply reply = node.getAsIs("/v1/metrics");
        assertEquals(200, reply.status(), reply.text());
        assertTrue(reply.header("Content-Type").startsWith("text/plain;version=0.0.4"));
        SortedMap<String, Double> figures = new TreeMap<>();
        Matcher sample = SAMPLE.matcher(reply.text());
        while (sample.find()) {
            String labels = sample.group(2) == null ? "" : sample.group(2);
            figures.put(sample.group(1) + labels, Double.valueOf(sample.group(3)));
        }
        return figures;
    }

    @Test
    @Order(1)
    void thePageListsExactlyTheFiguresThereAre() throws IOException {
        Set<String> documented = new TreeSet<>();
        for (String line : Files.readAllLines(Path.of("../ops/docs/metrics.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.find()) {
                documented.add(row.group(1));
            }
        }
        Set<String> actual = new TreeSet<>();
        scrape().keySet().forEach(series -> actual.add(series.replaceAll("\\{.*", "")));
        assertEquals(documented, actual);
    }

    @Test
    @Order(2)
    void everyFigureMovesUnderTraffic() throws Exception {
        Map<String, Set<Double>> seen = new TreeMap<>();
        look(seen);
        PlainCustomers.prepare(node);
        String wallet = PlainCustomers.wallet(node);
        String bad = PlainCustomers.wallet(node);
        look(seen);
        park(bad);
        node.made("/v1/factories", "{'factory':'f','operator':'op','jurisdiction':'KR'}");
        node.made(
                "/v1/tariffs",
                "{'tariff':'retail','kind':'retail','operator':'op','asset':'KRW',"
                        + "'effective_from':'2026-02-01T00:00:00Z','prices':["
                        + "{'model':'llama','class':'input.uncached','per_million':'700'},"
                        + "{'model':'llama','class':'output.text','per_million':'700'}]}");
        node.made(
                "/v1/wallets/" + wallet + "/holds",
                "{'model':'llama','factory':'f','estimate':{'input':{'uncached':10}},"
                        + "'slice':{'output':8},'ttl':'PT60S','max_lifetime':'PT1H'}");
        traffic(wallet, seen);
        tallystick.app.TestNode.await(
                "a snapshot is made",
                () -> {
                    look(seen);
                    Thread.sleep(200);
                    return !still(seen).contains("tallystick_snapshots_total{outcome=\"made\"}")
                            && still(seen).isEmpty();
                });
        assertEquals(Set.of(), still(seen));
        assertTrue(figure(scrape(), "tallystick_disk_bytes{part=\"journal\"}") > 0);
        assertEquals(
                0, figure(scrape(), "tallystick_refused_requests_total{reason=\"disk_full\"}"));
    }

    @Test
    @Order(3)
    void figuresAreTheLedgersOwn() throws Exception {
        // Older than a sample is kept.
        Thread.sleep(SAMPLE_MILLIS);
        LedgerEngine engine = running.context().getBean(LedgerEngine.class);
        SortedMap<String, Double> now = scrape();
        assertEquals(
                engine.lastDurablePosition(), (long) figure(now, "tallystick_journal_position"));
        assertEquals(
                engine.metrics().forces(),
                (long) figure(now, "tallystick_journal_force_seconds_count"));
        assertEquals(1, figure(now, "tallystick_clock_steps_total"));
        assertEquals(
                engine.query(state -> state.suspended(-1, 1_000_000).size()).join().doubleValue(),
                figure(now, "tallystick_suspense_records"));
        assertEquals(
                bytes(data.resolve("index")), figure(now, "tallystick_disk_bytes{part=\"index\"}"));
    }

    @Test
    @Order(4)
    void aStoppedEngineIsSeenAndItsLedgerIsNotGuessed() throws Exception {
        running.context().getBean(LedgerEngine.class).close();
        Thread.sleep(SAMPLE_MILLIS);
        SortedMap<String, Double> now = scrape();
        assertEquals(0, figure(now, "tallystick_engine_ready"));
        assertEquals(Double.NaN, figure(now, "tallystick_suspense_records"));
    }

    private static double bytes(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).mapToLong(f -> f.toFile().length()).sum();
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    private static double figure(SortedMap<String, Double> figures, String series) {
        Double value = figures.get(series);
        if (value == null) {
            throw new AssertionError("no figure " + series);
        }
        return value;
    }

    private static void look(Map<String, Set<Double>> seen) {
        scrape().forEach(
                        (name, value) ->
                                seen.computeIfAbsent(name, _ -> new TreeSet<>()).add(value));
    }

    /** Figures with one value ever. */
    private static Set<String> still(Map<String, Set<Double>> seen) {
        Set<String> still = new TreeSet<>();
        seen.forEach(
                (name, values) -> {
                    boolean maybe = STILL.contains(name) || OTHERS.matcher(name).matches();
                    if (values.size() < 2 && !maybe && !name.equals("tallystick_engine_ready")) {
                        still.add(name);
                    }
                });
        return still;
    }

    /** One wallet's rows are refused by the database: it is parked, and then events wait behind. */
    private static void park(String wallet) {
        JdbcClient database = JdbcClient.create(running.context().getBean(DataSource.class));
        database.sql(
                        """
                        CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
                        BEGIN RAISE EXCEPTION 'no' USING ERRCODE = 'check_violation'; END $$
                        """)
                .update();
        database.sql(
                        "CREATE TRIGGER refuse BEFORE UPDATE ON wallet_balance FOR EACH ROW WHEN"
                                + " (NEW.wallet = '"
                                + wallet
                                + "') EXECUTE FUNCTION refuse()")
                .update();
        PlainCustomers.use(node, wallet, 100);
        PlainCustomers.use(node, wallet, 100);
        PlainCustomers.use(node, wallet, 100);
    }

    /**
     * Batches that do not fit beside each other, until a request was refused and enough recorded.
     */
    private static void traffic(String wallet, Map<String, Set<Double>> seen) throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            senders.add(
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        while (!done.get()) {
                                            node.events(batch(wallet));
                                        }
                                    }));
        }
        try {
            tallystick.app.TestNode.await(
                    "requests are refused and all else moves",
                    () -> {
                        look(seen);
                        Set<String> left = still(seen);
                        left.removeIf(name -> name.contains("snapshot"));
                        return left.isEmpty()
                                && figure(scrape(), "tallystick_journal_position") > 3_000;
                    });
        } catch (AssertionError late) {
            throw new AssertionError("did not move: " + still(seen), late);
        } finally {
            done.set(true);
            for (Thread sender : senders) {
                sender.join();
            }
        }
    }

    /** Usage of a wallet; the last one's nobody knows. */
    private static String batch(String wallet) {
        List<String> events = new ArrayList<>();
        String stem = TestNode.name("m-");
        for (int i = 0; i < BATCH; i++) {
            String of = i == BATCH - 1 ? "nobody" : wallet;
            events.add(
                    ("{'specversion':'1.0','id':'%s-%d','source':'/operators/op/factories/f/gateways/g',"
                         + "'type':'taas.usage.token.recorded.v1','subject':'%s','time':'%s',"
                         + "'datacontenttype':'application/json','data':{'request_id':'r',"
                         + "'model':{'requested':'llama'},'usage':{'input':{'uncached':1}},"
                         + "'parties':{'home_operator':'op','serving_operator':'op',"
                         + "'tenant':'t'}}}")
                            .formatted(stem, i, of, Instant.now())
                            .replace('\'', '"'));
        }
        return "[" + String.join(",", events) + "]";
    }
}
