package tallystick.loadgen.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceReaderTest {

    private static final String HEADER = "TIMESTAMP,ContextTokens,GeneratedTokens\n";

    @Test
    void readsTimesAsUtcWithUpToSevenDigits() throws IOException {
        List<TraceRow> rows =
                read(
                        HEADER
                                + "2023-11-16 18:15:46.6805900,374,44\n"
                                + "2023-11-16 18:15:50,0,9007199254740991\r\n"
                                + "2024-02-29 23:59:59.9,1,2");
        assertEquals(
                List.of(
                        row("2023-11-16T18:15:46.680590Z", 374, 44),
                        row("2023-11-16T18:15:50Z", 0, 9_007_199_254_740_991L),
                        row("2024-02-29T23:59:59.9Z", 1, 2)),
                rows);
    }

    @Test
    void readsALineThatStraddlesTheBuffer() throws IOException {
        String line = "2023-11-16 18:15:46.6805900,374,44\n";
        assertEquals(5000, read(HEADER + line.repeat(5000)).size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "timestamp,ContextTokens,GeneratedTokens\n",
                "TIMESTAMP,ContextTokens\n",
                "2023-11-16 18:15:46.6805900,374,44\n"
            })
    void refusesAnotherHeader(String file) {
        TraceFormatException refused = assertThrows(TraceFormatException.class, () -> read(file));
        assertEquals(1, refused.line());
        assertTrue(refused.getMessage().contains("the first line must be"), refused::getMessage);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2023-11-16 18:15:46.6805900,374 | three fields",
                "2023-11-16 18:15:46.6805900,374,44,5 | three fields",
                "'' | three fields",
                "2023-11-16T18:15:46,1,2 | TIMESTAMP must be yyyy-MM-dd HH:mm:ss",
                "2023-11-16 18:15:46.12345678,1,2 | TIMESTAMP must be",
                "2023-11-16 18:15:46.,1,2 | TIMESTAMP must be",
                "2023-11-16 18:15:46Z,1,2 | TIMESTAMP must be",
                "2023-11-16 18:15:46.68+00:00,1,2 | TIMESTAMP must be",
                "2023-02-29 18:15:46,1,2 | TIMESTAMP must be",
                "2023-11-16 24:00:00,1,2 | TIMESTAMP must be",
                "2300-01-01 00:00:00,1,2 | the years 1970 … 2261",
                "2023-11-16 18:15:46,-1,2 | ContextTokens must be a whole number",
                "2023-11-16 18:15:46,1.0,2 | ContextTokens must be",
                "2023-11-16 18:15:46,007,2 | ContextTokens must be",
                "2023-11-16 18:15:46,,2 | ContextTokens must be",
                "2023-11-16 18:15:46,1, | GeneratedTokens must be",
                "2023-11-16 18:15:46,1,9007199254740992 | GeneratedTokens must be",
                "2023-11-16 18:15:46,1,99999999999999999999 | GeneratedTokens must be",
            })
    void refusesABrokenLineNamingItAndTheRule(String line, String rule) {
        String file = HEADER + "2023-11-16 18:15:46.6805900,374,44\n" + line + "\n";
        TraceFormatException refused = assertThrows(TraceFormatException.class, () -> read(file));
        assertEquals(3, refused.line());
        assertTrue(refused.getMessage().startsWith("t.csv, line 3: "), refused::getMessage);
        assertTrue(refused.getMessage().contains(rule), refused::getMessage);
    }

    @Test
    void refusesALineWithoutEnd() {
        String file = HEADER + "x".repeat(1 << 20);
        TraceFormatException refused = assertThrows(TraceFormatException.class, () -> read(file));
        assertTrue(refused.getMessage().contains("at most 80 characters"), refused::getMessage);
    }

    @Test
    void summarisesAFile(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("trace.csv");
        Files.writeString(
                file, HEADER + "1970-01-01 00:00:02,10,1\n1970-01-01 00:00:01.0000001,20,2\n");
        assertEquals(
                new TraceSummary(2, 30, 3, 1_000_000_100L, 2_000_000_000L),
                TraceSummary.of(new TraceSource.TraceFile(file)));
        Files.writeString(file, HEADER);
        assertEquals(
                new TraceSummary(0, 0, 0, 0, 0), TraceSummary.of(new TraceSource.TraceFile(file)));
    }

    private static TraceRow row(String time, long context, long generated) {
        Instant instant = Instant.parse(time);
        return new TraceRow(
                instant.getEpochSecond() * 1_000_000_000L + instant.getNano(), context, generated);
    }

    private static List<TraceRow> read(String file) throws IOException {
        List<TraceRow> rows = new ArrayList<>();
        byte[] bytes = file.getBytes(StandardCharsets.UTF_8);
        try (TraceReader reader = TraceReader.of("t.csv", new ByteArrayInputStream(bytes))) {
            for (TraceRow row = reader.next(); row != null; row = reader.next()) {
                rows.add(row);
            }
            assertNull(reader.next());
        }
        return rows;
    }
}
