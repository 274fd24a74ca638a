package tallystick.engine.tlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import tallystick.domain.proof.Checkpoint;
import tallystick.domain.proof.Hash;
import tallystick.domain.proof.MerkleFrontier;
import tallystick.domain.proof.NoteKey;
import tallystick.domain.proof.SignedNote;
import tallystick.domain.usage.UsageRecord;
import tallystick.engine.EngineFixture;
import tallystick.engine.LedgerEngine;
import tallystick.engine.World;
import tallystick.engine.journal.JournalView;
import tallystick.engine.replay.LeafCursor;

/** Logs over real journals, and what a log must be, told naively. */
final class LogFixture {

    private LogFixture() {}

    static TlogOptions options(Path data) {
        return TlogOptions.in(data).withOrigin("test.example/log").withCheckpoints(10, 256);
    }

    /** Records usage until the journal has so many events. */
    static void fill(LedgerEngine engine, long events, String prefix) {
        while (engine.lastDurablePosition() + 1 < events) {
            int missing = (int) Math.min(100, events - 1 - engine.lastDurablePosition());
            UsageRecord[] records = new UsageRecord[missing];
            for (int i = 0; i < missing; i++) {
                String id = prefix + "-" + (engine.lastDurablePosition() + 1 + i);
                records[i] = World.usage(i % World.WALLETS, id);
            }
            EngineFixture.record(engine, records);
        }
    }

    /** The stored bytes of every event. */
    static List<byte[]> leaves(JournalView journal) {
        List<byte[]> leaves = new ArrayList<>();
        try (LeafCursor cursor = new LeafCursor(journal, 0)) {
            while (cursor.next()) {
                byte[] leaf = new byte[cursor.length()];
                cursor.buffer().getBytes(cursor.offset(), leaf);
                assertEquals(leaves.size(), cursor.position());
                leaves.add(leaf);
            }
        }
        return leaves;
    }

    static Hash root(List<byte[]> leaves) {
        MerkleFrontier frontier = new MerkleFrontier();
        leaves.forEach(leaf -> frontier.append(leaf, 0, leaf.length));
        return Hash.of(frontier.root());
    }

    /** Waits for a checkpoint of everything forced, and holds it to the naive root and the key. */
    static Published requireWhole(TransparencyLog log, JournalView journal) throws Exception {
        List<byte[]> leaves = leaves(journal);
        Published now = log.await(leaves.size(), 20_000);
        assertNotNull(now, () -> "no checkpoint: " + log.refusal());
        Checkpoint checkpoint = now.checkpoint();
        assertEquals(leaves.size(), checkpoint.size());
        assertEquals(root(leaves), checkpoint.root());
        NoteKey key = log.keys().all().getLast();
        assertTrue(now.note().isSignedBy(key));
        SignedNote onDisk = SignedNote.parse(Objects.requireNonNull(log.files().readCheckpoint()));
        assertEquals(now.note().text(), onDisk.text());
        return now;
    }

    static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> found = Files.walk(directory)) {
            return found.filter(Files::isRegularFile).sorted().toList();
        }
    }

    static void delete(Path tree) throws IOException {
        try (Stream<Path> found = Files.walk(tree)) {
            for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
