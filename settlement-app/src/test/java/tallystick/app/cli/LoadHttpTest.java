package tallystick.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tallystick.app.api.TestNode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Short loads over HTTP on a real node: all that was acknowledged is asked for again. */
class LoadHttpTest {

    private static final TestNode NODE = TestNode.get();

    @TempDir Path directory;

    private JsonNode load(String kind, String... more) throws Exception {
        Path file = directory.resolve("load.json");
        List<String> args = new ArrayList<>(List.of("load", kind));
        args.addAll(List.of("--seconds", "2", "--wallets", "10", "--json", file.toString()));
        args.addAll(List.of("--url", "http://127.0.0.1:" + NODE.port()));
        args.addAll(List.of(more));
        StringWriter said = new StringWriter();
        CommandLine commands = Tallystick.commandLine().setOut(new PrintWriter(said, true));
        int exit = commands.execute(args.toArray(String[]::new));
        assertEquals(Tallystick.DONE, exit, said::toString);
        return JsonMapper.builder().build().readTree(Files.readString(file));
    }

    private static void verified(JsonNode result) {
        for (String zero : new String[] {"lost", "duplicated", "refused", "errors"}) {
            assertEquals(0, result.path(zero).asLong(-1), zero);
        }
        assertTrue(result.path("negativeControlFailed").asBoolean());
        assertTrue(result.path("trialBalanceZero").asBoolean());
        assertTrue(result.path("verified").asBoolean());
        assertTrue(result.path("p50Micros").asLong() > 0);
    }

    @Test
    void batchesAtARate() throws Exception {
        JsonNode result = load("http", "--rate", "2000", "--batch", "50", "--connections", "2");
        assertEquals(4_000, result.path("events").asLong(), "2,000 a second for two seconds");
        assertEquals(80, result.path("requests").asLong());
        verified(result);
    }

    @Test
    void batchesAsFastAsTheyAreAnswered() throws Exception {
        JsonNode result = load("http", "--batch", "200", "--connections", "1");
        assertTrue(result.path("events").asLong() >= 400, result::toString);
        verified(result);
    }

    @Test
    void singleEvents() throws Exception {
        JsonNode result = load("single", "--rate", "200", "--connections", "4");
        assertEquals(400, result.path("events").asLong(), "200 a second for two seconds");
        assertEquals(400, result.path("requests").asLong());
        verified(result);
    }

    @Test
    void holds() throws Exception {
        JsonNode result = load("holds", "--rate", "50", "--connections", "3");
        assertTrue(result.path("events").asLong() >= 99, result::toString);
        assertEquals(0, result.path("violations").asLong(-1));
        verified(result);
    }

    @Test
    void numbersOutOfRangeAreNamed() {
        StringWriter said = new StringWriter();
        CommandLine commands = Tallystick.commandLine().setErr(new PrintWriter(said, true));
        assertEquals(64, commands.execute("load", "http", "--batch", "10001"));
        assertTrue(said.toString().contains("--batch must be 1"), said::toString);
    }
}
