package tallystick.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import tallystick.engine.EngineOptions;
import tallystick.engine.Engines;
import tallystick.engine.journal.JournalKind;
import tallystick.engine.snapshot.SnapshotOptions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code load engine}, {@code journal} and {@code replay}, from the command line to their JSON. */
class EngineCommandsTest {

    private static final int EVENTS = 3_000;
    private static final int SET_UP = 9 + 4 + 6 + 6 + 1 + 2 * 20;

    @TempDir Path directory;
    private Path data = Path.of("");
    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    @BeforeEach
    void load() {
        data = directory.resolve("node");
        String line =
                "load engine --batch 100 --wallets 20 --events "
                        + EVENTS
                        + " --json "
                        + json()
                        + " --data "
                        + data;
        assertEquals(Tallystick.DONE, run(line), this::said);
    }

    @Test
    void aLoadWritesTheNamesOfTheChapter() throws IOException {
        JsonNode result = read();
        Set<String> names = new TreeSet<>(result.propertyNames());
        assertTrue(
                names.containsAll(
                        List.of(
                                "events",
                                "seconds",
                                "eventsPerSecond",
                                "fsyncs",
                                "p50Micros",
                                "p95Micros",
                                "p99Micros",
                                "p999Micros",
                                "bytesPerEvent",
                                "lost",
                                "duplicated",
                                "trialBalanceZero")),
                names::toString);
        assertEquals(EVENTS, result.get("events").asLong());
        assertEquals(0, result.get("lost").asLong());
        assertEquals(0, result.get("duplicated").asLong());
        assertTrue(result.get("trialBalanceZero").asBoolean());
        assertTrue(result.get("verified").asBoolean());
        assertTrue(out.toString().endsWith("verified" + System.lineSeparator()), this::said);
    }

    @Test
    void checkStatAndReplayAgreeOnAWholeJournal() throws IOException {
        String digest = read().get("stateDigest").asString();
        for (String command : List.of("journal check", "journal stat")) {
            assertEquals(Tallystick.DONE, run(command + " " + data + " --json " + json()));
            JsonNode found = read();
            assertEquals(SET_UP + EVENTS, found.get("events").asLong());
            assertTrue(found.get("firstBad").isNull());
            assertTrue(found.get("frames").asLong() > 0 && found.get("bytes").asLong() > 0);
            assertEquals(digest, found.get("stateDigest").asString());
        }
        assertEquals(EVENTS, read().get("eventsByType").get("UsageRecorded/accepted").asLong());
        assertEquals(
                Tallystick.DONE, run("replay --from-zero --data " + data + " --json " + json()));
        assertEquals(digest, read().get("stateDigest").asString());
        assertEquals(SET_UP + EVENTS, read().get("events").asLong());
        assertTrue(read().get("seconds").asDouble() > 0);
    }

    @Test
    void aReplayUsesASnapshotUnlessToldOtherwiseAndSaysWhichItRefused() throws IOException {
        assertEquals(
                Tallystick.DONE, run("replay --from-zero --data " + data + " --json " + json()));
        JsonNode fromZero = read();
        assertTrue(fromZero.get("snapshot").isNull());
        // So little lies behind the last snapshot that a close makes one only when it is told to.
        Engines.open(
                        EngineOptions.of(data, JournalKind.SEGMENT)
                                .withSnapshots(
                                        new SnapshotOptions(data.resolve("snapshots"), 0, 1, 2)))
                .close();
        String name = "%020d.snapshot".formatted(SET_UP + EVENTS - 1);
        assertEquals(Tallystick.DONE, run("replay --data " + data + " --json " + json()));
        assertEquals(name, read().get("snapshot").asString());
        assertEquals(0, read().get("snapshotsRefused").size());
        assertEquals(fromZero.get("stateDigest"), read().get("stateDigest"));
        assertEquals(fromZero.get("events"), read().get("events"));

        Path snapshot = data.resolve("snapshots").resolve(name);
        byte[] bytes = Files.readAllBytes(snapshot);
        bytes[bytes.length / 2] ^= 1;
        Files.write(snapshot, bytes);
        assertEquals(Tallystick.DONE, run("replay --data " + data + " --json " + json()));
        assertTrue(read().get("snapshot").isNull());
        assertEquals(name, read().get("snapshotsRefused").get(0).get("file").asString());
        assertTrue(
                read().get("snapshotsRefused").get(0).get("reason").asString().contains("damaged"));
        assertEquals(fromZero.get("stateDigest"), read().get("stateDigest"));
        assertTrue(Files.exists(snapshot), "a replay changes nothing");
    }

    @Test
    void aFlippedBitIsAFailureWithItsPlace() throws IOException {
        Path segment = data.resolve("journal/segment-00000001.journal");
        try (var channel =
                Files.newByteChannel(segment, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            var one = java.nio.ByteBuffer.allocate(1);
            channel.position(200_000).read(one);
            one.put(0, (byte) (one.get(0) ^ 16));
            channel.position(200_000).write(one.rewind());
        }
        assertEquals(Tallystick.FAILURE, run("journal check " + data + " --json " + json()));
        JsonNode found = read();
        assertEquals(found.get("events").asLong(), found.get("firstBad").asLong());
        assertEquals(segment.toRealPath().toString(), found.get("file").asString());
        assertTrue(found.get("fileOffset").asLong() <= 200_000);
        assertTrue(out.toString().contains("FIRST BAD POSITION"), this::said);
        assertEquals(Tallystick.FAILURE, run("journal stat " + data));
        assertEquals(Tallystick.FAILURE, run("replay --data " + data));
        assertEquals(Tallystick.FAILURE, run("journal dump " + data));
        assertEquals(found.get("events").asLong(), out.toString().lines().count());
    }

    @Test
    void aDumpIsALineOfJsonAnEvent() {
        assertEquals(Tallystick.DONE, run("journal dump " + data + " --from 0 --to 69"));
        List<String> lines = out.toString().lines().toList();
        assertEquals(70, lines.size());
        JsonMapper mapper = new JsonMapper();
        for (int i = 0; i < lines.size(); i++) {
            assertEquals(i, mapper.readTree(lines.get(i)).get("position").asLong());
        }
        assertEquals(
                "op-kr", mapper.readTree(lines.getFirst()).get("event").get("operator").asString());
        JsonNode usage = mapper.readTree(lines.getLast());
        assertEquals("UsageRecorded", usage.get("type").asString());
        assertEquals("ACCEPTED", usage.get("event").get("status").asString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "load --help",
                "load engine --help",
                "journal --help",
                "journal check --help",
                "journal stat --help",
                "journal dump --help",
                "replay --help"
            })
    void helpHasAnExample(String line) {
        assertEquals(Tallystick.DONE, run(line));
        assertTrue(out.toString().contains("  ./tallystick "), this::said);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "load | what to load is missing: engine",
                "load engine --events 0 | --events must be 1",
                "load engine --batch 20000 | --batch must be 1",
                "load engine --hot 1.5 | --hot must be 0",
                "load engine --duplicates -1 | --duplicates must be 0",
                "load engine --journal tape | --journal must be chronicle or segment",
                "load engine --trace no-such.csv | --trace no-such.csv cannot be read",
                "load engine --data src | --data src is not an empty directory",
                "journal | what to do is missing: check, stat or dump",
                "journal check no-such | no-such holds no journal",
                "replay --data no-such | no-such holds no journal",
            })
    void aWrongCommandLineIsUsage(String line, String message) {
        assertEquals(Tallystick.USAGE, run(line));
        assertTrue(err.toString().contains(message), this::said);
    }

    private Path json() {
        return directory.resolve("result.json");
    }

    private JsonNode read() throws IOException {
        return new JsonMapper().readTree(Files.readString(json()));
    }

    private String said() {
        return out + "\n" + err;
    }

    private int run(String line) {
        out = new StringWriter();
        err = new StringWriter();
        CommandLine commandLine = Tallystick.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute(line.split(" ", -1));
    }
}
