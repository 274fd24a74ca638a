package tallystick.app.wiring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
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

    /** What the pid file tells. */
    enum State {
        /** There is no file: the server has not come yet, or ended in good order. */
        ABSENT,
        RUNNING,
        /** The file names a server that is no more: it had no chance to tidy up. */
        KILLED
    }

    /** What the pid file tells of this directory's server; one that writes it is running. */
    static State state(Path directory) throws IOException {
        try {
            Optional<Long> pid = pidIn(directory.resolve("postmaster.pid"));
            return pid.isPresent() && serverOf(pid.get()).isEmpty() ? State.KILLED : State.RUNNING;
        } catch (NoSuchFileException absent) {
            return State.ABSENT;
        }
    }

    private static Optional<ProcessHandle> processOf(Path pidFile) throws IOException {
        return pidIn(pidFile).flatMap(OrphanPostgres::serverOf);
    }

    /** The number in the file; none while it is being written. */
    private static Optional<Long> pidIn(Path pidFile) throws IOException {
        String first = Files.readString(pidFile).lines().findFirst().orElse("").strip();
        return first.matches("\\d{1,18}") ? Optional.of(Long.parseLong(first)) : Optional.empty();
    }

    private static Optional<ProcessHandle> serverOf(long pid) {
        return ProcessHandle.of(pid).filter(OrphanPostgres::isPostgres);
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
