package tallystick.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A month of twelve operators in five currencies, through the engine and its journal, exported as
 * NDJSON; {@code ops/checks/settlement-twin}, in another language and without any code of this one,
 * makes every document's numbers from the usage, tariffs, agreements and fixings in it. {@code
 * -Dtallystick.events=1000000} makes it a long run; {@code -Dtallystick.twin.keep=FILE} keeps the
 * export.
 */
class SettlementTwinTest {

    private static final int EVENTS = Integer.getInteger("tallystick.events", 60_000);
    private static final Path TWIN = root().resolve("ops/checks/settlement-twin");

    @TempDir static Path directory;

    private static Path export = Path.of("");

    private record Said(int exit, String text) {}

    private static Path root() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(at.resolve("ops/checks"))) {
            at = Objects.requireNonNull(at.getParent());
        }
        return at;
    }

    @BeforeAll
    static void exported() throws Exception {
        Path data = directory.resolve("node");
        long begin = System.nanoTime();
        TwelveOperatorsJournal.write(data, EVENTS);
        long written = System.nanoTime();
        String keep = System.getProperty("tallystick.twin.keep");
        export = keep == null ? directory.resolve("events.ndjson") : Path.of(keep);
        StringWriter out = new StringWriter();
        int exit =
                Tallystick.commandLine()
                        .setOut(new PrintWriter(out))
                        .setErr(new PrintWriter(out))
                        .execute("journal", "dump", data.toString(), "--out", export.toString());
        assertEquals(Tallystick.DONE, exit, out::toString);
        System.out.printf(
                "%,d events: settled in %.1f s, exported in %.1f s, %,d bytes%n",
                EVENTS,
                (written - begin) / 1e9,
                (System.nanoTime() - written) / 1e9,
                Files.size(export));
    }

    private static Said twin(Path file) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        Process process =
                new ProcessBuilder("python3", TWIN.toString(), file.toString())
                        .redirectErrorStream(true)
                        .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(1, TimeUnit.MINUTES));
        System.out.printf("twin: %.1f s: %s%n", (System.nanoTime() - begin) / 1e9, text.strip());
        return new Said(process.exitValue(), text);
    }

    @Test
    void anotherProgramMakesTheSameDocumentsFromTheExport() throws Exception {
        Said said = twin(export);
        assertEquals(0, said.exit(), said.text());
        assertTrue(said.text().contains("\"usage\": " + EVENTS), said.text());
    }

    /** Negative controls: what is changed in one line is noticed. */
    @Test
    void oneTokenMoreIsNoticed() throws Exception {
        Pattern first = Pattern.compile("\"tokens\":\\[(\\d+)");
        assertNoticed(
                "\"type\":\"UsageRecorded\"",
                line ->
                        first.matcher(line)
                                .replaceFirst(
                                        found ->
                                                "\"tokens\":["
                                                        + (Long.parseLong(found.group(1)) + 1)));
    }

    @Test
    void anotherMidIsNoticed() throws Exception {
        assertNoticed(
                "\"type\":\"FxFixingRecorded\"",
                line -> line.replaceFirst("\"numerator\":(\\d)", "\"numerator\":9$1"));
    }

    @Test
    void anotherConvertedAmountIsNoticed() throws Exception {
        assertNoticed(
                "\"type\":\"WindowConverted\"",
                line -> line.replaceFirst("\"quoteMinor\":(-?)(\\d)", "\"quoteMinor\":$11$2"));
    }

    @Test
    void anotherPriceIsNoticed() throws Exception {
        assertNoticed(
                "\"tariff\":\"iot-",
                line ->
                        line.replaceFirst(
                                "\"pricePicoPerToken\":(\\d)", "\"pricePicoPerToken\":1$1"));
    }

    private static void assertNoticed(String of, UnaryOperator<String> change) throws Exception {
        Path bent = directory.resolve("bent.ndjson");
        boolean[] done = new boolean[1];
        try (Stream<String> lines = Files.lines(export);
                PrintWriter into = new PrintWriter(Files.newBufferedWriter(bent))) {
            lines.forEach(
                    line -> {
                        String kept = line;
                        if (!done[0] && line.contains(of)) {
                            kept = change.apply(line);
                            assertNotEquals(line, kept);
                            done[0] = true;
                        }
                        into.println(kept);
                    });
        }
        assertTrue(done[0], List.of(of)::toString);
        Said said = twin(bent);
        assertEquals(1, said.exit(), said.text());
        Files.delete(bent);
    }
}
