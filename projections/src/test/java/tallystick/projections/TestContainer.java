package tallystick.projections;

import java.lang.reflect.InvocationTargetException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.opentest4j.TestAbortedException;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * In a container: Testcontainers, which the profile {@code testcontainers} puts on the class path,
 * is a JDBC driver that starts one. Without Docker the tests that need it are skipped, and say so.
 */
final class TestContainer {

    /** What the profile says. */
    private static final String PROPERTY = "tallystick.test.postgres";

    private static final String SKIPPED =
            "skipped: -Ptestcontainers asks for a container, and there is no Docker here";

    private static final class Docker {
        static final boolean IS_THERE = ask();

        private static boolean ask() {
            try {
                Class<?> factory = Class.forName("org.testcontainers.DockerClientFactory");
                Object docker = factory.getMethod("instance").invoke(null);
                boolean isThere = (boolean) factory.getMethod("isDockerAvailable").invoke(docker);
                if (!isThere) {
                    System.err.println(SKIPPED);
                }
                return isThere;
            } catch (ClassNotFoundException
                    | NoSuchMethodException
                    | IllegalAccessException
                    | InvocationTargetException broken) {
                throw new IllegalStateException("Testcontainers is not as it was known", broken);
            }
        }
    }

    private TestContainer() {}

    static boolean isAskedFor() {
        return System.getProperty(PROPERTY, "").startsWith("jdbc:tc:");
    }

    static void requireDocker() {
        if (isAskedFor() && !Docker.IS_THERE) {
            throw new TestAbortedException(SKIPPED);
        }
    }

    /** Starts it; it ends with this process. */
    static TestPostgres start() {
        try {
            Connection first = DriverManager.getConnection(System.getProperty(PROPERTY, ""));
            // Kept open: when the last connection through the driver is closed, the container ends.
            String server = first.getMetaData().getURL().replaceAll("/[^/]*$", "/");
            String user = first.getMetaData().getUserName();
            return name -> {
                PGSimpleDataSource source = new PGSimpleDataSource();
                source.setUrl(server + name);
                source.setUser(user);
                source.setPassword(user);
                return source;
            };
        } catch (SQLException failure) {
            throw new IllegalStateException("no PostgreSQL in a container", failure);
        }
    }
}
