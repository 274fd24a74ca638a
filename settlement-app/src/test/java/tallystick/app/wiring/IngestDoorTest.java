package tallystick.app.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.engine.EngineOptions;
import tallystick.engine.Engines;
import tallystick.engine.LedgerEngine;
import tallystick.engine.journal.JournalKind;

/** The binary door opens only where it was told to, and a door that cannot be had is named. */
class IngestDoorTest {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @TempDir Path directory;
    private LedgerEngine engine;

    @BeforeEach
    void open() throws IOException {
        engine = Engines.open(EngineOptions.of(directory, JournalKind.SEGMENT));
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private IngestDoor door(@Nullable Integer port) {
        return new IngestDoor(
                engine, new TallystickProperties.Ingest(port, LOOPBACK, 4, 4 * 1024 * 1024));
    }

    @Test
    void withoutAPortItStaysShut() {
        IngestDoor door = door(null);
        door.start();
        assertFalse(door.isRunning());
        assertEquals(OptionalInt.empty(), door.port());
        door.stop();
    }

    @Test
    void itOpensAndShuts() throws IOException {
        IngestDoor door = door(0);
        door.start();
        int port = door.port().orElseThrow();
        try (Socket socket = new Socket(LOOPBACK, port)) {
            assertEquals('T', socket.getInputStream().read(), "the first letter of its preface");
        }
        door.stop();
        assertThrows(ConnectException.class, () -> new Socket(LOOPBACK, port).close());
    }

    @Test
    void aPortThatIsTakenIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, LOOPBACK)) {
            IngestDoor door = door(taken.getLocalPort());
            UncheckedIOException refused = assertThrows(UncheckedIOException.class, door::start);
            assertTrue(
                    String.valueOf(refused.getMessage())
                            .startsWith("tallystick.ingest.port " + taken.getLocalPort()),
                    refused::toString);
        }
    }

    @Test
    void boundsThatMakeNoSenseAreNamed() {
        IngestDoor door =
                new IngestDoor(engine, new TallystickProperties.Ingest(0, LOOPBACK, 0, 1 << 26));
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, door::start);
        assertEquals("maxConnections must be 1 or more", refused.getMessage());
    }
}
