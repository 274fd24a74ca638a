package tallystick.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.domain.LedgerCommand.RecordUsage;
import tallystick.domain.ledger.LedgerState;

/** The live ledger can be asked from any thread, between two requests. */
class QueryTest {

    @TempDir Path directory;

    @Test
    void aQuestionSeesWhatWasSubmittedBeforeIt() throws IOException {
        try (LedgerEngine engine = EngineFixture.withWorld(directory)) {
            for (int i = 0; i < 100; i++) {
                EngineFixture.submit(
                        engine,
                        World.request(new RecordUsage(List.of(World.usage(0, "id-" + i)), false)));
                long accepted = engine.query(state -> state.totals().accepted()).join();
                assertEquals(i + 1, accepted);
            }
            assertTrue(engine.query(LedgerState::isBalanced).join());
            assertEquals(
                    engine.lastDurablePosition(),
                    engine.query(LedgerState::lastPosition).join().longValue());
        }
    }

    @Test
    void whatAQuestionSawIsDurableWhenItIsAnswered() throws IOException {
        try (LedgerEngine engine = EngineFixture.withWorld(directory)) {
            for (int i = 0; i < 200; i++) {
                EngineFixture.submit(
                        engine,
                        World.request(new RecordUsage(List.of(World.usage(0, "id-" + i)), false)));
                long seen = engine.query(LedgerState::lastPosition).join();
                assertTrue(engine.lastDurablePosition() >= seen);
            }
        }
    }
}
