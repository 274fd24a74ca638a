package tallystick.app;

import java.net.URI;
import java.util.Objects;
import java.util.OptionalInt;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import tallystick.app.wiring.IngestDoor;

/**
 * A node that serves.
 *
 * @param context its parts
 */
public record RunningNode(ConfigurableApplicationContext context) implements AutoCloseable {

    /** The port it listens on, also when any free one was asked for. */
    public int port() {
        return Objects.requireNonNull(((WebServerApplicationContext) context).getWebServer())
                .getPort();
    }

    /** The port of the binary ingest, empty when it is not open. */
    public OptionalInt ingestPort() {
        return context.getBean(IngestDoor.class).port();
    }

    /** Where it is found on this machine. */
    public URI baseUri() {
        return URI.create("http://127.0.0.1:" + port());
    }

    /** Stops it in order: no new requests, processors, engine, PostgreSQL, lock. */
    @Override
    public void close() {
        context.close();
    }
}
