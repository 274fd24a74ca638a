package tallystick.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import tallystick.app.person.Pseudonyms;
import tallystick.app.security.key.KeyRing;
import tallystick.app.wiring.DataDirectory;
import tallystick.engine.EngineOptions;
import tallystick.engine.Engines;
import tallystick.engine.LedgerEngine;
import tallystick.engine.journal.JournalKind;
import tallystick.engine.journal.Journals;

/** The ledger of a node that does not run, opened to write to; nothing else of it is started. */
final class StoppedNode implements AutoCloseable {

    /**
     * Something done to keys.
     *
     * @param <T> what comes of it
     */
    interface KeyStep<T> {
        T run() throws ExecutionException, InterruptedException, TimeoutException;
    }

    private final DataDirectory directory;
    private final LedgerEngine engine;

    private StoppedNode(DataDirectory directory, LedgerEngine engine) {
        this.directory = directory;
        this.engine = engine;
    }

    /**
     * Opens it, new when there is none.
     *
     * @throws ParameterException when it runs
     */
    static StoppedNode open(CommandSpec spec, Path data) throws IOException {
        DataDirectory directory;
        try {
            directory = DataDirectory.lock(data);
        } catch (IllegalStateException running) {
            throw new ParameterException(
                    spec.commandLine(),
                    running.getMessage() + ": stop it, or ask it over HTTP (POST /v1/api-keys)");
        }
        try {
            Path journal = directory.root().resolve("journal");
            @Nullable JournalKind kind =
                    Files.isDirectory(journal) ? Journals.kindIn(journal) : null;
            EngineOptions options =
                    EngineOptions.of(directory.root(), kind == null ? JournalKind.SEGMENT : kind);
            return new StoppedNode(directory, Engines.open(options));
        } catch (IOException | RuntimeException failure) {
            directory.close();
            throw failure;
        }
    }

    LedgerEngine engine() {
        return engine;
    }

    KeyRing keys() {
        return KeyRing.of(engine, Pseudonyms.in(directory.root()));
    }

    static <T> T run(KeyStep<T> step) {
        try {
            return step.run();
        } catch (ExecutionException | TimeoutException failure) {
            throw new IllegalStateException("the journal takes nothing", failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", stopped);
        }
    }

    @Override
    public void close() {
        engine.close();
        directory.close();
    }
}
