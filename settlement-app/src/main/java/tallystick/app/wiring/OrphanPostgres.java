package tallystick.app.wiring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server that outlived the process which started it. Its data directory's {@code
 * postmaster.pid} names it; after a crash of the machine that number may belong to anyone.
 */
final class OrphanPostgres {

    private static final Logger LOG = LoggerFactory.getLogger(OrphanPostgres.class);

    private OrphanPostgres() {}

    /**
     * Stops a server that still runs on this directory; the caller holds the node's lock, so nobody
     * needs it. A pid file that names no such server is removed: PostgreSQL itself would take any
     * living process of the same user for the server, and refuse to start.
     */
    static void stop(Path directory, Duration timeout) throws IOException {
        Path pidFile = directory.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        Optional<ProcessHandle> server = processOf(pidFile);
        if (server.isPresent()) {
            LOG.info("stopping PostgreSQL {}, left behind in {}", server.get().pid(), directory);
            stop(server.get(), timeout);
        }
        Files.deleteIfExists(pidFile);
    }

    /** The server that runs on this directory. */
    static Optional<ProcessHandle> running(Path directory) throws IOException {
        return processOf(directory.resolve("postmaster.pid"));
    }

    private static Optional<ProcessHandle> processOf(Path pidFile) throws IOException {
        List<String> lines = Files.readAllLines(pidFile);
        if (lines.isEmpty() || !lines.getFirst().strip().matches("\\d{1,18}")) {
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
                .filter(OrphanPostgres::isPostgres);
    }

    private static boolean isPostgres(ProcessHandle process) {
        return process.info()
                .command()
                .map(command -> Path.of(command).getFileName().toString())
                .filter(name -> name.equals("postgres") || name.equals("postgres.exe"))
                .isPresent();
    }

    /** Asks it to end, which it does once its clients are gone, and they are dead; else kills. */
    private static void stop(ProcessHandle server, Duration timeout) {
        server.destroy();
        if (!ended(server, timeout)) {
            LOG.warn("PostgreSQL {} did not end by itself: killing it", server.pid());
            server.destroyForcibly();
            ended(server, timeout);
        }
    }

    private static boolean ended(ProcessHandle server, Duration timeout) {
        try {
            server.onExit().orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS).join();
            return true;
        } catch (CompletionException late) {
            return false;
        }
    }
}
