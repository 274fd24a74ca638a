package tallystick.app;

import java.net.URI;
import java.util.Objects;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

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
