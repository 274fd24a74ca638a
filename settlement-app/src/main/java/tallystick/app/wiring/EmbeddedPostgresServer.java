package tallystick.app.wiring;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * PostgreSQL's own server, run on loopback with its files under the data directory. It survives
 * restarts and kills: a server left behind by a killed process is stopped before the files are
 * used, and a cluster whose making was cut short is made again, for its tables are copies.
 */
public final class EmbeddedPostgresServer implements JdbcConnectionDetails, AutoCloseable {

    private static final String SUPERUSER = "postgres";

    /** Written once the cluster has been made in full. */
    private static final String COMPLETE = "tallystick-complete";

    private static final int PASSWORD_BYTES = 24;

    private final EmbeddedPostgres server;
    private final String password;

    private EmbeddedPostgresServer(EmbeddedPostgres server, String password) {
        this.server = server;
        this.password = password;
    }

    /**
     * Starts the server, making its cluster the first time.
     *
     * @throws UncheckedIOException when it does not start in time
     */
    public static EmbeddedPostgresServer start(
            DataDirectory data, TallystickProperties.Postgres settings) {
        Path directory = data.postgres();
        Duration timeout = Duration.ofMillis(settings.startTimeoutMillis());
        try {
            OrphanPostgres.stop(directory, timeout);
            removeUnlessComplete(directory);
            Path passwordFile = passwordFile(data.postgresPassword());
            String password = Files.readString(passwordFile);
            EmbeddedPostgres server = start(directory, settings.port(), timeout, passwordFile);
            Files.writeString(directory.resolve(COMPLETE), "");
            return new EmbeddedPostgresServer(server, password);
        } catch (IOException failure) {
            throw new UncheckedIOException("PostgreSQL did not start in " + directory, failure);
        }
    }

    private static EmbeddedPostgres start(
            Path directory, int port, Duration timeout, Path passwordFile) throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(directory)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPort(port)
                .setPGStartupWait(timeout)
                // Nobody on this machine gets in without the password.
                .setLocaleConfig("auth", "scram-sha-256")
                .setLocaleConfig("pwfile", passwordFile.toString())
                .setLocaleConfig("locale", "C")
                .setConnectConfig("password", Files.readString(passwordFile))
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("unix_socket_directories", "")
                // A crash must not tear a page. Losing the last commits is harmless, since rows and
                // token go together, so a commit need not wait for the disk.
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "off")
                .setServerConfig("max_connections", "100")
                .setServerConfig("jit", "off")
                .start();
    }

    private static void removeUnlessComplete(Path directory) throws IOException {
        if (!Files.isDirectory(directory) || Files.exists(directory.resolve(COMPLETE))) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static Path passwordFile(Path file) throws IOException {
        if (!Files.exists(file)) {
            byte[] secret = new byte[PASSWORD_BYTES];
            new SecureRandom().nextBytes(secret);
            Path draft = Files.createTempFile(file.getParent(), "postgres-password", ".draft");
            if (Files.getFileStore(draft).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-------"));
            }
            Files.writeString(draft, HexFormat.of().formatHex(secret));
            Files.move(draft, file);
        }
        return file;
    }

    @Override
    public String getJdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres";
    }

    @Override
    public String getUsername() {
        return SUPERUSER;
    }

    @Override
    public String getPassword() {
        return password;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
