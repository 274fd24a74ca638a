package tallystick.app.axon;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.axonframework.eventsourcing.eventstore.AbstractEventStorageEngineTest;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import tallystick.app.wiring.TestDatabase;
import tallystick.engine.EngineOptions;
import tallystick.engine.Engines;
import tallystick.engine.LedgerEngine;
import tallystick.engine.journal.JournalKind;

/** Axon's own conformance suite, on the real engine, journal and PostgreSQL. */
class JournalEventStorageEngineTest
        extends AbstractEventStorageEngineTest<
                JournalEventStorageEngine, JournalEventStorageEngine.Builder> {

    @TempDir static Path databaseDirectory;
    private static TestDatabase database;

    @TempDir Path directory;
    private LedgerEngine engine;

    @BeforeAll
    static void startDatabase() {
        database = TestDatabase.start(databaseDirectory);
    }

    @AfterAll
    static void stopDatabase() throws Exception {
        database.close();
    }

    @BeforeEach
    void openEngine() throws IOException {
        database.execute("truncate aggregate_snapshot");
        engine = Engines.open(EngineOptions.of(directory, JournalKind.CHRONICLE));
        setTestSubject(createEngine());
    }

    @AfterEach
    void closeEngine() {
        engine.close();
    }

    @Override
    protected JournalEventStorageEngine createEngine(
            UnaryOperator<JournalEventStorageEngine.Builder> customization) {
        Serializer serializer = Jackson3Serializer.builder().build();
        JournalEventStorageEngine.Builder builder =
                JournalEventStorageEngine.builder().engine(engine).snapshots(database.snapshots());
        builder.eventSerializer(serializer).snapshotSerializer(serializer);
        return customization.apply(builder).build();
    }
}
