package tallystick.loadgen.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Azure's public traces of 2023-11-16, where they are at hand. */
class PublishedTracesTest {

    @Test
    void conversationsAddUp() throws IOException {
        TraceSummary conv = summary("AzureLLMInferenceTrace_conv.csv");
        assertEquals(19_366, conv.rows());
        assertEquals(22_361_870, conv.contextTokens());
        assertEquals(4_088_665, conv.generatedTokens());
        assertEquals(1_700_158_546_680_590_000L, conv.firstEpochNanos());
        assertEquals(1_700_162_048_402_527_000L, conv.lastEpochNanos());
    }

    @Test
    void codeAddsUp() throws IOException {
        TraceSummary code = summary("AzureLLMInferenceTrace_code.csv");
        assertEquals(8_819, code.rows());
        assertEquals(18_059_974, code.contextTokens());
        assertEquals(245_896, code.generatedTokens());
    }

    private static TraceSummary summary(String name) throws IOException {
        Path file = directory().resolve(name);
        assumeTrue(
                Files.isReadable(file),
                () ->
                        "Azure's public trace is not here: "
                                + file
                                + " (set TALLYSTICK_TRACES to its directory)");
        return TraceSummary.of(new TraceSource.TraceFile(file));
    }

    /** TALLYSTICK_TRACES, or shared/data beside one of the directories above. */
    private static Path directory() {
        String told = System.getenv("TALLYSTICK_TRACES");
        if (told != null) {
            return Path.of(told);
        }
        Path last = Path.of("shared", "data");
        Path above = Path.of("").toAbsolutePath().getParent();
        while (above != null) {
            last = above.resolve("shared").resolve("data");
            if (Files.isDirectory(last)) {
                return last;
            }
            above = above.getParent();
        }
        return last;
    }
}
