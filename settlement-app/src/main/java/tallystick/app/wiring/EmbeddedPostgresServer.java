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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * PostgreSQL's own server, run on loopback with its files under the data directory. It survives
 * restarts and kills: a server left behind by a killed process is stopped before the files are
 * used, and a cluster whose making was cut short is made again, for its tables are copies. A server
 * that dies is started again on its port, so often within a time and no more.
 */
public final class EmbeddedPostgresServer implements JdbcConnectionDetails, AutoCloseable {

    private static final String SUPERUSER = "postgres";

    /** Written once the cluster has been made in full. */
    private static final String COMPLETE = "tallystick-complete";

    /** The library's own lock. */
    private static final String LOCK = "epg-lock";

    private static final int PASSWORD_BYTES = 24;

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgresServer.class);

    /** After so many starts none of which lasted, somebody must look. */
    static final int MOST_RESTARTS = 30;

    private static final long LASTED_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long FIRST_PAUSE_MILLIS = 200;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;

    private final Path directory;
    private final Path passwordFile;
    private final Duration timeout;
    private final String password;
    private final int port;

    private final CountDownLatch closing = new CountDownLatch(1);

    /** Guarded by this. */
    private EmbeddedPostgres server;

    private volatile int restarts;
    private volatile long startedNanos;

    private EmbeddedPostgresServer(
            Path directory, Path passwordFile, Duration timeout, EmbeddedPostgres server)
            throws IOException {
        this.directory = directory;
        this.passwordFile = passwordFile;
        this.timeout = timeout;
        this.password = Files.readString(passwordFile);
        this.server = server;
        this.port = server.getPort();
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
            EmbeddedPostgres server = start(directory, settings.port(), timeout, passwordFile);
            Files.writeString(directory.resolve(COMPLETE), "");
            EmbeddedPostgresServer started =
                    new EmbeddedPostgresServer(directory, passwordFile, timeout, server);
            started.watch();
            return started;
        } catch (IOException failure) {
            throw new UncheckedIOException("PostgreSQL did not start in " + directory, failure);
        }
    }

    /** Has it started again when it ends by itself. */
    private synchronized void watch() throws IOException {
        startedNanos = System.nanoTime();
        CompletableFuture<?> _ =
                OrphanPostgres.running(directory)
                        .orElseThrow(
                                () -> new IOException("PostgreSQL ended at once in " + directory))
                        .onExit()
                        .thenRun(
                                () ->
                                        Thread.ofVirtual()
                                                .name("postgres-restart")
                                                .start(this::restart));
    }

    private void restart() {
        int starts = System.nanoTime() - startedNanos > LASTED_NANOS ? 0 : restarts;
        while (closing.getCount() > 0 && starts < MOST_RESTARTS) {
            restarts = ++starts;
            LOG.warn("PostgreSQL ended by itself in {}: start {} follows", directory, starts);
            if (isClosing(starts == 1 ? 0 : pauseMillis(starts)) || startedAgain()) {
                return;
            }
        }
        if (closing.getCount() > 0) {
            LOG.error(
                    "PostgreSQL does not stay up after {} starts and is left alone; reads fail,"
                            + " writes go on; start the node again when it is mended",
                    starts);
        }
    }

    private static long pauseMillis(int starts) {
        return Math.min(FIRST_PAUSE_MILLIS << Math.min(starts, 10), LONGEST_PAUSE_MILLIS);
    }

    private boolean isClosing(long pauseMillis) {
        try {
            return closing.await(pauseMillis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private synchronized boolean startedAgain() {
        if (closing.getCount() == 0) {
            return true;
        }
        try {
            // Lets go of what the dead server's handle holds.
            server.close();
            OrphanPostgres.stop(directory, timeout);
            // A start that failed half way left its lock held, with nobody to let go of it; the
            // node's own lock keeps others out.
            Files.deleteIfExists(directory.resolve(LOCK));
            try (StartWatch _ = StartWatch.of(directory)) {
                server = start(directory, port, timeout, passwordFile);
            }
            watch();
            LOG.info("PostgreSQL runs again in {}", directory);
            return true;
        } catch (IOException | RuntimeException failure) {
            LOG.warn("PostgreSQL did not start again", failure);
            return false;
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
                // A crash must tear no page and take no table, nor the row of a token, for which
                // Axon looks for ever in vain; projections say themselves what may be lost. The
                // library turns both off unless told.
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
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
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
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
    public synchronized void close() throws IOException {
        closing.countDown();
        server.close();
    }
}
