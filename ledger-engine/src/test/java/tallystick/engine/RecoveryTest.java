package tallystick.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tallystick.domain.Answer;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;
import tallystick.engine.journal.JournalKind;
import tallystick.engine.journal.Journals;

/** What was acknowledged is there after a restart, and the ledger is the same to the bit. */
class RecoveryTest {

    @TempDir Path directory;

    @ParameterizedTest
    @EnumSource
    void theLedgerIsTheSameAfterARestart(JournalKind kind) throws IOException {
        EngineOptions options = EngineFixture.options(directory, kind);
        String before;
        long last;
        try (LedgerEngine engine = Engines.open(options)) {
            EngineFixture.setUp(engine);
            String empty = EngineFixture.digest(engine);
            for (int i = 0; i < 300; i++) {
                UsageRecord home = World.usage(i % World.WALLETS, "home-" + i);
                UsageRecord roaming = World.roaming(i % World.WALLETS, "roaming-" + i);
                UsageRecord unknown = World.unsealed(0, "unknown-" + i);
                unknown.wallet = "nobody-" + i;
                EngineFixture.record(engine, home, roaming, World.sealed(unknown));
                assertEquals(UsageStatus.ACCEPTED, home.status, "" + home.suspense);
                assertEquals(UsageStatus.ACCEPTED, roaming.status, "" + roaming.suspense);
                assertEquals(UsageStatus.SUSPENDED, unknown.status);
            }
            before = EngineFixture.digest(engine);
            last = engine.lastDurablePosition();
            assertNotEquals(empty, before);
        }

        try (LedgerEngine engine = Engines.open(options)) {
            assertTrue(engine.isReady());
            assertEquals(last, engine.lastDurablePosition());
            assertEquals(before, EngineFixture.digest(engine));

            UsageRecord again = World.usage(0, "home-0");
            Answer answer = EngineFixture.record(engine, again);
            assertEquals(UsageStatus.DUPLICATE, again.status);
            assertEquals(again.position, answer.position());
        }
    }

    @ParameterizedTest
    @EnumSource
    void anExistingJournalKeepsItsKindWhateverIsAskedFor(JournalKind kind) throws IOException {
        String before;
        try (LedgerEngine engine = Engines.open(EngineFixture.options(directory, kind))) {
            EngineFixture.setUp(engine);
            before = EngineFixture.digest(engine);
        }
        for (JournalKind asked : JournalKind.values()) {
            try (LedgerEngine engine = Engines.open(EngineFixture.options(directory, asked))) {
                assertEquals(before, EngineFixture.digest(engine));
                assertEquals(kind, Journals.kindIn(directory.resolve("journal")));
            }
        }
    }
}
