package tallystick.projections;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/**
 * A real PostgreSQL for the whole test run; every test gets a migrated database of its own. From
 * embedded binaries, or with {@code -Ptestcontainers} in a container.
 */
public final class TestDatabase {

    private static final AtomicInteger COUNT = new AtomicInteger();

    private static final class Started {
        static final TestPostgres SERVER = start();

        private static TestPostgres start() {
            TestPostgres postgres =
                    TestContainer.isAskedFor()
                            ? TestContainer.start()
                            : EmbeddedTestPostgres.start();
            execute(postgres.database("postgres"), "CREATE DATABASE migrated");
            Flyway.configure().dataSource(postgres.database("migrated")).load().migrate();
            return postgres;
        }
    }

    private TestDatabase() {}

    private static TestPostgres server() {
        TestContainer.requireDocker();
        return Started.SERVER;
    }

    /** A new database without tables. */
    public static DataSource bare() {
        String name = "test_" + COUNT.incrementAndGet();
        execute(none(), "CREATE DATABASE " + name);
        return server().database(name);
    }

    /** A new database with every table, empty. */
    public static DataSource fresh() {
        String name = "test_" + COUNT.incrementAndGet();
        execute(none(), "CREATE DATABASE " + name + " TEMPLATE migrated");
        return server().database(name);
    }

    /** The server's own database, which has no tables. */
    static DataSource none() {
        return server().database("postgres");
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
