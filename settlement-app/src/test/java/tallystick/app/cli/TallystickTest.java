package tallystick.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class TallystickTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "demo --help",
                "serve --help",
                "load --help",
                "load binary --help",
                "projections --help",
                "projections check --help",
                "projections rebuild --help",
                "settle --help"
            })
    void helpHasAnExample(String line) {
        assertEquals(Tallystick.DONE, run(line.split(" ", -1)));
        assertTrue(out.toString().contains("Usage: tallystick"), out::toString);
        assertTrue(out.toString().contains("Example"), out::toString);
        assertTrue(out.toString().contains("  ./tallystick "), out::toString);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | a command is missing",
                "nothing | Unmatched argument",
                "demo --fast | Unknown option: '--fast'",
                "demo --events 0 | --events must be 1 or more",
                "demo --events many | Invalid value for option '--events'",
                "demo --port 70000 | --port must be 0 … 65535",
                "serve --port -1 | --port must be 0 … 65535",
                "serve --ingest-port 65536 | --ingest-port must be 0 … 65535",
                "load | what to load is missing: engine, binary, http, single or holds",
                "load binary --url http://localhost:1 | --url must be tcp://host:port",
                "load binary --batch 10001 | --batch must be 1 … 10000",
                "load binary --rate -1 | --rate must be 0 or more",
                "demo --trace no-such.csv | --trace no-such.csv cannot be read",
                "demo --trace a.csv --events 5 | mutually exclusive",
                "projections | what to do is missing: check or rebuild",
                "settle fly | there is no step fly",
                "settle cutoff | usage: settle cutoff WINDOW cut_off=… next_window=…",
                "settle cutoff w1 cut_off=x | next_window is missing",
                "settle seal w1 x=y | x=y is no field of it",
                "projections check --data no-such | no-such holds no journal",
                "projections check --data a --url http://b | mutually exclusive",
                "serve --config no-such.properties | --config no-such.properties cannot be read",
            })
    void aWrongCommandLineIsUsage(String line, String message) {
        String[] args = line.isEmpty() ? new String[0] : line.split(" ", -1);
        assertEquals(Tallystick.USAGE, run(args));
        assertTrue(err.toString().startsWith("tallystick: "), err::toString);
        assertTrue(err.toString().contains(message), err::toString);
        assertTrue(err.toString().contains("--help"), err::toString);
    }

    @Test
    void aDemoDoesNotTouchAnExistingLedger(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("lock"), "");
        assertEquals(Tallystick.USAGE, run("demo", "--data", directory.toString()));
        assertTrue(err.toString().contains("serve --data " + directory), err::toString);
    }

    @Test
    void aBrokenTraceIsAFailureInOneLine(@TempDir Path directory) throws IOException {
        Path trace = directory.resolve("broken.csv");
        Files.writeString(trace, "TIMESTAMP,ContextTokens,GeneratedTokens\nyesterday,1,2\n");
        Path data = directory.resolve("data");
        assertEquals(
                Tallystick.FAILURE,
                run("demo", "--trace", trace.toString(), "--data", data.toString()));
        assertTrue(
                err.toString().startsWith("tallystick: broken.csv, line 2: TIMESTAMP must be"),
                err::toString);
        assertEquals(1, err.toString().lines().count(), err::toString);
    }

    @Test
    void aFailureSaysEachCauseOnce() {
        Exception cause = new IOException("port 8080 is taken");
        Exception failure =
                new IllegalStateException("cannot start: port 8080 is taken\nmore", cause);
        assertEquals("cannot start: port 8080 is taken", Failure.inOneLine(failure));
        assertEquals(
                "outer: port 8080 is taken",
                Failure.inOneLine(new IllegalStateException("outer", cause)));
        assertEquals("NullPointerException", Failure.inOneLine(new NullPointerException()));
    }

    private int run(String... args) {
        CommandLine commandLine = Tallystick.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute(args);
    }
}
