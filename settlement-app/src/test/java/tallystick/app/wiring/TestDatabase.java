package tallystick.app.wiring;

import java.io.IOException;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tallystick.app.axon.Snapshots;

/** A real PostgreSQL with every table, for tests that need no whole node. */
public final class TestDatabase implements AutoCloseable {

    private final DataDirectory directory;
    private final EmbeddedPostgresServer server;
    private final DataSource dataSource;

    private TestDatabase(DataDirectory directory, EmbeddedPostgresServer server) {
        this.directory = directory;
        this.server = server;
        this.dataSource =
                new DriverManagerDataSource(
                        server.getJdbcUrl(), server.getUsername(), server.getPassword());
    }

    public static TestDatabase start(Path root) {
        DataDirectory directory = DataDirectory.lock(root);
        TestDatabase database =
                new TestDatabase(directory, EmbeddedPostgresServer.start(directory, SETTINGS));
        Flyway.configure().dataSource(database.dataSource).load().migrate();
        return database;
    }

    static final TallystickProperties.Postgres SETTINGS =
            new TallystickProperties.Postgres(null, "", "", 0, 60_000, 20);

    public Snapshots snapshots() {
        return new SnapshotTable(dataSource);
    }

    public void execute(String sql) {
        JdbcClient.create(dataSource).sql(sql).update();
    }

    @Override
    public void close() throws IOException {
        server.close();
        directory.close();
    }
}
