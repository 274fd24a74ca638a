package tallystick.app.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The database under the data directory: its files survive whatever became of its process. */
class EmbeddedPostgresServerTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @TempDir Path directory;
    private DataDirectory data;

    @BeforeEach
    void lock() {
        data = DataDirectory.lock(directory);
    }

    @AfterEach
    void unlock() throws Exception {
        stopOrphan(directory);
        data.close();
    }

    static void stopOrphan(Path data) throws IOException {
        OrphanPostgres.stop(data.resolve("postgres"), TIMEOUT);
    }

    static long pid(Path data) throws IOException {
        Path file = data.resolve("postgres").resolve("postmaster.pid");
        return Long.parseLong(Files.readAllLines(file).getFirst().strip());
    }

    /** Whether a server with another number runs there. */
    static boolean otherPid(Path data, long pid) {
        try {
            return pid(data) != pid;
        } catch (IOException | RuntimeException betweenServers) {
            return false;
        }
    }

    private EmbeddedPostgresServer start() {
        return EmbeddedPostgresServer.start(data, TestDatabase.SETTINGS);
    }

    private static JdbcClient client(EmbeddedPostgresServer server) {
        return JdbcClient.create(
                new DriverManagerDataSource(
                        server.getJdbcUrl(), server.getUsername(), server.getPassword()));
    }

    private static void write(EmbeddedPostgresServer server) {
        client(server).sql("create table kept (n int)").update();
        client(server).sql("insert into kept values (7)").update();
    }

    private static int kept(EmbeddedPostgresServer server) {
        return client(server).sql("select n from kept").query(Integer.class).single();
    }

    @Test
    void rowsSurviveARestart() throws Exception {
        try (EmbeddedPostgresServer server = start()) {
            write(server);
        }
        try (EmbeddedPostgresServer server = start()) {
            assertEquals(7, kept(server));
        }
    }

    @Test
    void aKilledServerRecovers() throws Exception {
        try (EmbeddedPostgresServer killed = start()) {
            write(killed);
            // At once: the row of a token that is made at the start must not be lost.
            ProcessHandle server = ProcessHandle.of(pid(directory)).orElseThrow();
            server.destroyForcibly();
            server.onExit().join();
        }
        try (EmbeddedPostgresServer again = start()) {
            assertEquals(7, kept(again));
        }
    }

    @Test
    void aPidFileThatNamesSomebodyElseIsNoServer() throws Exception {
        try (EmbeddedPostgresServer server = start()) {
            write(server);
        }
        long me = ProcessHandle.current().pid();
        Path pidFile = directory.resolve("postgres").resolve("postmaster.pid");
        Files.writeString(pidFile, me + "\n" + directory.resolve("postgres") + "\n0\n1\n\n\n");
        try (EmbeddedPostgresServer server = start()) {
            assertEquals(7, kept(server));
        }
        assertTrue(ProcessHandle.current().isAlive());
    }

    @Test
    void aClusterWhoseMakingWasCutShortIsMadeAgain() throws Exception {
        Path cluster = Files.createDirectories(directory.resolve("postgres").resolve("base"));
        Files.writeString(cluster.resolve("half"), "half");
        try (EmbeddedPostgresServer server = start()) {
            write(server);
            assertEquals(7, kept(server));
        }
    }

    @Test
    void itIsSafeAgainstTornPagesAndStrangers() throws Exception {
        try (EmbeddedPostgresServer server = start()) {
            assertEquals("on", setting(server, "fsync"));
            assertEquals("on", setting(server, "full_page_writes"));
            assertEquals("on", setting(server, "data_checksums"));
            assertEquals("127.0.0.1", setting(server, "listen_addresses"));
            assertEquals("", setting(server, "unix_socket_directories"));
            assertThrows(SQLException.class, () -> connect(server, "guess"));
            connect(server, server.getPassword()).close();
        }
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(data.postgresPassword())));
    }

    private static String setting(EmbeddedPostgresServer server, String name) {
        return client(server).sql("show " + name).query(String.class).single();
    }

    private static Connection connect(EmbeddedPostgresServer server, String password)
            throws SQLException {
        return DriverManager.getConnection(server.getJdbcUrl(), server.getUsername(), password);
    }
}
