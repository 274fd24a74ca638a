package tallystick.projections;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** A real PostgreSQL for the whole test run; every test gets a migrated database of its own. */
public final class TestDatabase {

    private static final EmbeddedPostgres POSTGRES = start();
    private static final AtomicInteger COUNT = new AtomicInteger();

    private TestDatabase() {}

    private static EmbeddedPostgres start() {
        try {
            // No test here cuts the power; rates are measured with -Dpostgres.fsync=on.
            EmbeddedPostgres postgres =
                    EmbeddedPostgres.builder()
                            .setServerConfig("fsync", System.getProperty("postgres.fsync", "off"))
                            .start();
            execute(postgres.getPostgresDatabase(), "CREATE DATABASE migrated");
            Flyway.configure()
                    .dataSource(postgres.getDatabase("postgres", "migrated"))
                    .load()
                    .migrate();
            return postgres;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A new database without tables. */
    public static DataSource bare() {
        String name = "test_" + COUNT.incrementAndGet();
        execute(POSTGRES.getPostgresDatabase(), "CREATE DATABASE " + name);
        return POSTGRES.getDatabase("postgres", name);
    }

    /** A new database with every table, empty. */
    public static DataSource fresh() {
        String name = "test_" + COUNT.incrementAndGet();
        execute(POSTGRES.getPostgresDatabase(), "CREATE DATABASE " + name + " TEMPLATE migrated");
        return POSTGRES.getDatabase("postgres", name);
    }

    /** The server's own database, which has no tables. */
    static DataSource none() {
        return POSTGRES.getPostgresDatabase();
    }

    /** Executes a statement of its own. */
    public static void execute(DataSource dataSource, String sql) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(sql, failure);
        }
    }
}
