package tallystick.loadgen.binary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import org.junit.jupiter.api.Test;

/** What makes no sense is refused before anything is sent. */
class BinaryLoadOptionsTest {

    private static final URI API = URI.create("http://localhost:8080");

    @Test
    void optionsThatMakeNoSenseAreRefused() {
        URI tcp = URI.create("tcp://localhost:8081");
        assertThrows(
                IllegalArgumentException.class,
                () -> new BinaryLoadOptions(API, API, 0, 1, 1, 1, 1));
        assertThrows(
                IllegalArgumentException.class,
                () -> new BinaryLoadOptions(tcp, API, -1, 1, 1, 1, 1));
        assertThrows(
                IllegalArgumentException.class,
                () -> new BinaryLoadOptions(tcp, API, 0, 1, 1, 10_001, 1));
        assertEquals(5, new BinaryLoadOptions(tcp, API, 5, 1, 1, 1, 1).eventsPerSecond());
    }
}
