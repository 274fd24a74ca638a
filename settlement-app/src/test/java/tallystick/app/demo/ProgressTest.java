package tallystick.app.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);

    private final Locale usual = Locale.getDefault();

    /** As the command line does: the same separators in every country. */
    @BeforeEach
    void anyCountry() {
        Locale.setDefault(Locale.ROOT);
    }

    @AfterEach
    void backHome() {
        Locale.setDefault(usual);
    }

    @Test
    void aFileGetsPlainLines() {
        Progress progress = new Progress(out, false, "Recording", 2000);
        progress.advance(1000);
        progress.advance(1000);
        progress.finish();
        String text = written.toString(StandardCharsets.UTF_8);
        assertTrue(text.matches("(?s)Recording +100 %  2,000 of 2,000  [0-9,]+/s  0 s\n"), text);
    }

    @Test
    void aTerminalGetsOneLineThatIsRedrawn() throws InterruptedException {
        Progress progress = new Progress(out, true, "Recording", 2000);
        Thread.sleep(150);
        progress.advance(500);
        progress.finish();
        String text = written.toString(StandardCharsets.UTF_8);
        assertEquals(3, text.split("\r", -1).length, text);
        assertTrue(text.contains("Recording [======                  ]  25 %  500 of 2,000"), text);
        assertTrue(text.contains("ETA "), text);
    }
}
