package tallystick.app.wiring;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Everything that can be set under {@code tallystick.*}. The address and port of the server are
 * Boot's {@code server.address} (127.0.0.1) and {@code server.port} (8080).
 *
 * @param data directory of this node: journal, snapshots, PostgreSQL, lock; created when missing;
 *     default {@code tallystick-data} in the working directory
 * @param postgres the database of the projections
 * @param projections how the projections read
 */
@ConfigurationProperties("tallystick")
public record TallystickProperties(
        @DefaultValue("tallystick-data") Path data,
        @DefaultValue Postgres postgres,
        @DefaultValue Projections projections) {

    /**
     * @param url JDBC URL of a PostgreSQL 15 or later; none: one is run under the data directory
     * @param user who connects to that URL; default {@code tallystick}
     * @param password of that user; give it through the environment; default none
     * @param port of the database run here, on loopback; default 0, any free one
     * @param startTimeoutMillis how long the database run here may take to start or stop, crash
     *     recovery included, milliseconds; default 60000
     * @param maxConnections largest number of connections, 12 or more; default 20
     */
    public record Postgres(
            @Nullable String url,
            @DefaultValue("tallystick") String user,
            @DefaultValue("") String password,
            @DefaultValue("0") int port,
            @DefaultValue("60000") long startTimeoutMillis,
            @DefaultValue("20") int maxConnections) {}

    /**
     * @param batchMessages most messages in one database transaction, 1 or more; a run of usage is
     *     one message; default 64
     */
    public record Projections(@DefaultValue("64") int batchMessages) {}
}
