package tallystick.engine.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.domain.usage.UsageHistory;
import tallystick.engine.EngineFixture;
import tallystick.engine.EngineOptions;
import tallystick.engine.Engines;
import tallystick.engine.LedgerEngine;
import tallystick.engine.journal.JournalKind;
import tallystick.engine.journal.JournalView;
import tallystick.engine.journal.Journals;
import tallystick.engine.replay.Recovery;

/** A damaged snapshot is never used, whatever is damaged; the one before it is. */
class SnapshotDamageTest {

    private static final int FLIPS = Integer.getInteger("snapshot.flips", 1_000);

    @TempDir Path directory;

    private EngineOptions options;
    private SnapshotStore store;
    private Path newest;
    private Path older;
    private String digest = "";

    @BeforeEach
    void twoSnapshots() throws IOException {
        Path snapshots = directory.resolve("snapshots");
        options =
                EngineFixture.options(directory, JournalKind.SEGMENT)
                        .withSnapshots(new SnapshotOptions(snapshots, 0, 1, 2));
        Traffic traffic = new Traffic(9);
        for (int life = 0; life < 2; life++) {
            try (LedgerEngine engine = Engines.open(options)) {
                if (life == 0) {
                    EngineFixture.setUp(engine);
                }
                traffic.run(engine, 80);
                digest = EngineFixture.digest(engine);
            }
        }
        store = new SnapshotStore(snapshots, 2);
        List<Path> files = store.list();
        newest = files.getFirst();
        older = files.getLast();
    }

    @Test
    void everyFlippedBitIsDetectedAndTheOlderOneUsed() throws IOException {
        SplittableRandom random = new SplittableRandom(20261121);
        long size = Files.size(newest);
        for (int i = 0; i < FLIPS; i++) {
            // The first and the last bytes all, so that no field of header and trailer is left out.
            long at = i < 64 ? i : i < 128 ? size - 1 - (i - 64) : random.nextLong(size);
            int bit = random.nextInt(8);
            SnapshotRecoveryTest.flip(newest, at, bit);
            recoversFromTheOlder("bit " + bit + " of byte " + at);
            SnapshotRecoveryTest.flip(newest, at, bit);
        }
        Snapshot whole = start().snapshot();
        assertTrue(whole != null && whole.file().equals(newest), "whole again, it is used");
    }

    /** Negative control: without the checks some flips change the ledger and nobody notices. */
    @Test
    void withoutTheChecksFlipsGoUnnoticed() throws IOException, SnapshotRefusedException {
        SplittableRandom random = new SplittableRandom(20261121);
        long size = Files.size(newest);
        String good = store.read(newest, UsageHistory.NONE).state().digest();
        int unnoticed = 0;
        int changed = 0;
        for (int i = 0; i < FLIPS; i++) {
            long at = random.nextLong(size);
            int bit = random.nextInt(8);
            SnapshotRecoveryTest.flip(newest, at, bit);
            try {
                Snapshot read = store.read(newest, UsageHistory.NONE, Pace.full(), false);
                unnoticed++;
                changed += read.state().digest().equals(good) ? 0 : 1;
            } catch (SnapshotRefusedException | RuntimeException noticed) {
                // Such a flip breaks the format itself.
            }
            SnapshotRecoveryTest.flip(newest, at, bit);
        }
        assertTrue(unnoticed > FLIPS / 4, "unnoticed " + unnoticed);
        assertTrue(changed > 0, "changed " + changed);
    }

    @Test
    void aSnapshotThatIsCutShortIsNotUsed() throws IOException {
        byte[] whole = Files.readAllBytes(newest);
        for (int length = 0; length < whole.length; length += 1 + length / 20) {
            Files.write(newest, Arrays.copyOf(whole, length));
            recoversFromTheOlder("cut at " + length);
        }
        Files.write(newest, Arrays.copyOf(whole, whole.length - 1));
        recoversFromTheOlder("without its last byte");
        Files.write(newest, Arrays.copyOf(whole, whole.length + 1));
        recoversFromTheOlder("with a byte too many");
    }

    @Test
    void aSnapshotUnderAnotherNameIsNotUsed() throws IOException {
        Path wrong = newest.resolveSibling("%020d.snapshot".formatted(7));
        Files.move(newest, wrong);
        SnapshotRefusedException refused =
                assertThrows(
                        SnapshotRefusedException.class, () -> store.read(wrong, UsageHistory.NONE));
        assertTrue(refused.toString().contains("its name says"), refused::toString);
    }

    @Test
    void whenNoneIsGoodTheJournalAloneIs() throws IOException {
        SnapshotRecoveryTest.flip(newest, 5_000, 1);
        SnapshotRecoveryTest.flip(older, 5_000, 1);
        StartingPoint<JournalView> start = start();
        assertEquals(null, start.snapshot());
        assertEquals(2, start.refused().size());
        try (LedgerEngine engine = Engines.open(options)) {
            assertEquals(digest, EngineFixture.digest(engine));
            assertEquals(-1, engine.metrics().snapshots().newestPosition());
        }
        // Set aside, they are not in the way of the next one.
        assertEquals(1, store.list().size());
    }

    private StartingPoint<JournalView> start() throws IOException {
        return StartingPoint.find(
                store, UsageHistory.NONE, map -> Journals.inspect(options.journal(), map).good());
    }

    private void recoversFromTheOlder(String fault) throws IOException {
        StartingPoint<JournalView> start = start();
        assertEquals(1, start.refused().size(), fault);
        assertEquals(newest, start.refused().getFirst().file(), fault);
        Snapshot used = start.snapshot();
        assertTrue(used != null && used.file().equals(older), fault);
        Recovery recovery = Recovery.of(start.journal(), used.state(), used.messages());
        assertEquals(digest, recovery.state().digest(), fault);
    }
}
