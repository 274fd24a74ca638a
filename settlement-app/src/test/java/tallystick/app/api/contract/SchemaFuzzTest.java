package tallystick.app.api.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tallystick.app.RunningNode;
import tallystick.app.api.TestNode;

/**
 * Every operation with spoilt requests, seeded. {@code -Dtallystick.fuzz.requests=} says how many,
 * {@code -Dtallystick.fuzz.seed=} which, and {@code -Dtallystick.fuzz.only=} repeats one of them.
 */
class SchemaFuzzTest {

    private static final Logger LOG = LoggerFactory.getLogger(SchemaFuzzTest.class);
    private static final int REQUESTS = Integer.getInteger("tallystick.fuzz.requests", 5_000);
    private static final long SEED = Long.getLong("tallystick.fuzz.seed", 1);
    private static final int ONLY = Integer.getInteger("tallystick.fuzz.only", -1);
    private static final int MOST_FINDINGS = 20;

    @TempDir Path directory = Path.of("");

    @Test
    void noRequestBreaksWhatIsPromised() throws Exception {
        try (RunningNode running = tallystick.app.TestNode.start(directory)) {
            TestNode node = TestNode.of(running);
            List<Exchange> good = ApiScenario.run(node);
            Set<String> found = new TreeSet<>();
            try (SchemaFuzz fuzz = new SchemaFuzz(node, good, SEED)) {
                int from = ONLY < 0 ? 0 : ONLY;
                int to = ONLY < 0 ? REQUESTS : ONLY + 1;
                for (int index = from; index < to && found.size() < MOST_FINDINGS; index++) {
                    String wrong = fuzz.run(index);
                    if (wrong != null) {
                        found.add(wrong);
                    }
                }
                LOG.info("{} requests, seed {}: {}", to - from, SEED, fuzz.byStatus());
                assertEquals("", String.join("\n", found));
                if (ONLY < 0) {
                    assertTouched(fuzz);
                }
            }
            assertEquals("true", node.getAsIs("/v1/ledger").json().path("balanced").toString());
        }
    }

    /** Each operation was refused something, and what changes anything was also carried out. */
    private static void assertTouched(SchemaFuzz fuzz) {
        int operations = ContractWatch.contract().operations().size();
        assertEquals(operations - ApiScenario.LEFT_OUT.size(), fuzz.byOperation().size());
        fuzz.byOperation()
                .forEach((id, counts) -> assertTrue(counts[1] > 0, id + " was never refused"));
    }

    @Test
    void faultsAreNoticed() throws Exception {
        Map<String, Object> broken = Map.of("tallystick.test.broken-handlers", true);
        try (RunningNode running = tallystick.app.TestNode.start(directory, broken)) {
            TestNode node = TestNode.of(running);
            assertNoticed(node, "GET", "/v1/operators?limit=5", "", "a fault of the server's");
            assertNoticed(
                    node, "GET", "/v1/factories?limit=5", "", "it tells of the program's inside");
            assertNoticed(
                    node,
                    "POST",
                    "/v1/models",
                    "{\"model\":\"m\"}",
                    "a refusal left ModelRegistered");
        }
    }

    private static void assertNoticed(
            TestNode node, String method, String target, String body, String wanted)
            throws Exception {
        Exchange good =
                new Exchange(
                        method,
                        target,
                        Map.of("idempotency-key", "k", "content-type", "application/json"),
                        body.getBytes(StandardCharsets.UTF_8),
                        200,
                        Map.of(),
                        new byte[0]);
        try (SchemaFuzz fuzz = new SchemaFuzz(node, List.of(good), SEED)) {
            for (int index = 0; index < 200; index++) {
                String wrong = fuzz.run(index);
                if (wrong != null && wrong.contains(wanted)) {
                    return;
                }
            }
        }
        throw new AssertionError("not noticed: " + wanted);
    }
}
