package tallystick.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.app.api.TestNode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A short load on a real node: everything it says is in the result, and it is verified. */
class LoadBinaryTest {

    private static final TestNode NODE = TestNode.get();

    @TempDir Path directory;

    private JsonNode load(String... more) throws Exception {
        Path file = directory.resolve("load.json");
        String[] fixed = {
            "load",
            "binary",
            "--seconds",
            "2",
            "--wallets",
            "10",
            "--json",
            file.toString(),
            "--url",
            "tcp://127.0.0.1:" + NODE.ingestPort(),
            "--api",
            "http://127.0.0.1:" + NODE.port()
        };
        String[] args = java.util.Arrays.copyOf(fixed, fixed.length + more.length);
        System.arraycopy(more, 0, args, fixed.length, more.length);
        assertEquals(Tallystick.DONE, Tallystick.commandLine().execute(args));
        return JsonMapper.builder().build().readTree(Files.readString(file));
    }

    @Test
    void atARateItSendsWhatIsDue() throws Exception {
        JsonNode result = load("--rate", "2000", "--batch", "50", "--connections", "2");
        assertEquals(4_000, result.path("events").asLong(), "2,000 a second for two seconds");
        assertEquals(80, result.path("requests").asLong());
        for (String zero : new String[] {"lost", "duplicated", "refused", "errors"}) {
            assertEquals(0, result.path(zero).asLong(-1), zero);
        }
        assertTrue(result.path("negativeControlFailed").asBoolean());
        assertTrue(result.path("trialBalanceZero").asBoolean());
        assertTrue(result.path("verified").asBoolean());
        assertTrue(result.path("p50Micros").asLong() > 0);
        assertTrue(result.path("p999Micros").asLong() >= result.path("p50Micros").asLong());
    }

    @Test
    void withoutARateItSendsWhatGetsThrough() throws Exception {
        JsonNode result = load("--batch", "100", "--connections", "1");
        assertTrue(result.path("verified").asBoolean());
        assertTrue(result.path("events").asLong() > 4_000, result::toString);
    }
}
