package tallystick.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.domain.ledger.FewRecent;
import tallystick.domain.ledger.LedgerDecider;
import tallystick.domain.ledger.LedgerState;
import tallystick.domain.usage.UsageKind;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;
import tallystick.engine.journal.Journal;
import tallystick.engine.journal.JournalKind;
import tallystick.engine.journal.Journals;
import tallystick.engine.pipeline.MessageIndex;
import tallystick.engine.pipeline.RecordedUsage;
import tallystick.engine.replay.Recovery;

/** Sources that number their records, over a real journal: what memory forgot is found in it. */
class NumberedSourceTest {

    private static final int RECORDS = 3_000;
    private static final int BATCH = 100;
    private static final int RECENT = 200;

    @TempDir Path directory;

    /** Two sources in turn, and every tenth record without a number. */
    private static UsageRecord usage(int i, int moreTokens) {
        UsageRecord usage = World.unsealed(i % World.WALLETS, "u-" + i);
        usage.source = World.SOURCE + (i % 10 == 0 ? "/plain" : "/" + i % 2);
        usage.sequence = i % 10 == 0 ? -1 : i;
        usage.tokens[0] += moreTokens;
        return World.sealed(usage);
    }

    private List<Long> record() throws Exception {
        List<Long> positions = new ArrayList<>();
        try (LedgerEngine engine = EngineFixture.withWorld(directory)) {
            for (int i = 0; i < RECORDS; i += BATCH) {
                UsageRecord[] batch = new UsageRecord[BATCH];
                for (int j = 0; j < BATCH; j++) {
                    batch[j] = usage(i + j, 0);
                }
                EngineFixture.record(engine, batch);
                for (UsageRecord usage : batch) {
                    assertEquals(UsageStatus.ACCEPTED, usage.status);
                    positions.add(usage.position);
                }
            }
        }
        return positions;
    }

    @Test
    void whatMemoryForgotIsFoundInTheJournal() throws Exception {
        List<Long> positions = record();
        try (Journal journal =
                        Journals.open(
                                EngineFixture.options(directory, JournalKind.SEGMENT).journal());
                RecordedUsage history = new RecordedUsage()) {
            LedgerState state =
                    Recovery.of(journal, FewRecent.ledger(history, RECENT), new MessageIndex())
                            .state();
            history.readFrom(journal, state.names());
            assertTrue(state.rememberedRecords() <= 2 * RECENT + RECORDS / 10);
            for (int i = 0; i < RECORDS; i++) {
                UsageRecord again = usage(i, 0);
                LedgerDecider.decideUsage(again, state, World.NOW);
                assertEquals(UsageStatus.DUPLICATE, again.status, again.id);
                assertEquals(positions.get(i), again.position);
                UsageRecord other = usage(i, 1);
                LedgerDecider.decideUsage(other, state, World.NOW);
                assertEquals(UsageStatus.CONFLICT, other.status, other.id);
                assertEquals(positions.get(i), other.position);
            }
            UsageRecord fresh = usage(1, 0);
            fresh.id = "another";
            LedgerDecider.decideUsage(World.sealed(fresh), state, World.NOW);
            assertEquals(UsageStatus.ACCEPTED, fresh.status, "a number that was used is no id");
        }
    }

    @Test
    void aSearchKeepsToItsStretch() throws Exception {
        List<Long> positions = record();
        try (Journal journal =
                        Journals.open(
                                EngineFixture.options(directory, JournalKind.SEGMENT).journal());
                RecordedUsage history = new RecordedUsage()) {
            LedgerState state =
                    Recovery.of(journal, FewRecent.ledger(history, RECENT), new MessageIndex())
                            .state();
            history.readFrom(journal, state.names());
            UsageRecord wanted = usage(1_501, 0);
            long at = positions.get(1_501);
            assertEquals(at, history.find(wanted, at - 100, at + 100));
            assertEquals(at, history.find(wanted, at, at));
            assertEquals(-1, history.find(wanted, at + 1, at + 100));
            assertEquals(-1, history.find(wanted, at - 100, at - 1));
            wanted.source = World.SOURCE + "/elsewhere";
            assertEquals(-1, history.find(wanted, at - 100, at + 100));
        }
    }

    @Test
    void aRestartedEngineKnowsItsLedgerAgain() throws Exception {
        record();
        String digest;
        try (LedgerEngine engine = EngineFixture.open(directory)) {
            digest = EngineFixture.digest(engine);
            UsageRecord again = usage(7, 0);
            EngineFixture.record(engine, again);
            assertEquals(UsageStatus.DUPLICATE, again.status);
        }
        try (LedgerEngine engine = EngineFixture.open(directory)) {
            assertEquals(digest, EngineFixture.digest(engine));
        }
    }

    /**
     * The submitting thread guesses where a corrected record stands: see the ledger's own tests.
     */
    @Test
    void theCorrectedRecordIsLookedUpAhead() throws Exception {
        List<Long> positions = record();
        try (LedgerEngine engine = EngineFixture.open(directory)) {
            engine.index().await(engine.lastDurablePosition(), 30_000);
            UsageRecord correction = World.unsealed(3, "c-1");
            correction.kind = UsageKind.CORRECTED;
            correction.correctsSource = World.SOURCE + "/1";
            correction.correctsId = "u-3";
            EngineFixture.record(engine, World.sealed(correction));
            assertEquals(positions.get(3), correction.correctsPosition);
            assertEquals(UsageStatus.ACCEPTED, correction.status);
            UsageRecord unknown = World.unsealed(3, "c-2");
            unknown.kind = UsageKind.CORRECTED;
            unknown.correctsSource = World.SOURCE + "/1";
            unknown.correctsId = "never";
            EngineFixture.record(engine, World.sealed(unknown));
            assertEquals(-1, unknown.correctsPosition);
            assertEquals(UsageStatus.SUSPENDED, unknown.status);
        }
    }
}
