package tallystick.engine.tlog;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.domain.proof.Hash;
import tallystick.domain.proof.ProofCheck;
import tallystick.domain.proof.SignedNote;
import tallystick.domain.proof.Tile;
import tallystick.domain.proof.TlogProof;
import tallystick.domain.proof.TreeHash;
import tallystick.engine.ApplicationMessage;
import tallystick.engine.EngineFixture;
import tallystick.engine.LedgerEngine;
import tallystick.engine.TestCompletion;

/** A log follows its journal, whatever happens to it on the way. */
class TransparencyLogTest {

    @TempDir Path data;

    @Test
    void leafIndexIsPositionAndLeafIsTheStoredBytes() throws Exception {
        try (LedgerEngine engine = EngineFixture.withWorld(data);
                TransparencyLog log =
                        TransparencyLog.open(LogFixture.options(data), engine.frames())) {
            for (long size : new long[] {255, 256, 257, 511, 512, 513, 1_100}) {
                LogFixture.fill(engine, size, "a");
                Published now = LogFixture.requireWhole(log, engine.frames());
                List<byte[]> leaves = LogFixture.leaves(engine.frames());
                VerifiedTiles tiles = Objects.requireNonNull(log.tiles());
                int index = leaves.size() - 1;
                Tile bundle = Tile.entries(Tile.Kind.ENTRIES, index / 256, size);
                byte[] entries = tiles.read(bundle);
                EntryBundle.walk(
                        bundle,
                        entries,
                        (i, bytes, offset, length) ->
                                assertEquals(
                                        TreeHash.leaf(leaves.get(index / 256 * 256 + i)),
                                        TreeHash.leaf(
                                                java.util.Arrays.copyOfRange(
                                                        bytes, offset, offset + length))));
                assertEquals(now.checkpoint().root(), tiles.tree().root());
            }
        }
    }

    @Test
    void everyEventHasItsReceipt() throws Exception {
        try (LedgerEngine engine = EngineFixture.withWorld(data);
                TransparencyLog log =
                        TransparencyLog.open(LogFixture.options(data), engine.frames())) {
            LogFixture.fill(engine, 600, "a");
            LogFixture.requireWhole(log, engine.frames());
            List<byte[]> leaves = LogFixture.leaves(engine.frames());
            for (int position = 0; position < leaves.size(); position++) {
                TlogProof proof = Objects.requireNonNull(log.prove(position));
                Hash leaf = TreeHash.leaf(leaves.get(position));
                assertTrue(proof.proves(leaf, log.keys().origin(), log.keys().all()));
                Hash other = TreeHash.leaf(leaves.get((position + 1) % leaves.size()));
                assertFalse(proof.proves(other, log.keys().origin(), log.keys().all()));
            }
            assertNull(log.prove(leaves.size()));
        }
    }

    @Test
    void goesOnWhereItWasAndStaysConsistent() throws Exception {
        Published before = null;
        for (long size : new long[] {100, 256, 300, 700}) {
            try (LedgerEngine engine = EngineFixture.open(data)) {
                if (before == null) {
                    EngineFixture.setUp(engine);
                }
                LogFixture.fill(engine, size, "a");
                try (TransparencyLog log =
                        TransparencyLog.open(LogFixture.options(data), engine.frames())) {
                    Published now = LogFixture.requireWhole(log, engine.frames());
                    if (before != null) {
                        long first = before.checkpoint().size();
                        assertTrue(
                                ProofCheck.consistency(
                                        first,
                                        size,
                                        Objects.requireNonNull(log.tiles())
                                                .tree()
                                                .proofs()
                                                .consistency(first, size),
                                        before.checkpoint().root(),
                                        now.checkpoint().root()));
                    }
                    before = now;
                }
            }
        }
    }

    /** After every single file operation once, the last one torn. */
    @Test
    void aCrashAnywhereLosesNothingAndSignsNothingElse() throws Exception {
        try (LedgerEngine engine = EngineFixture.withWorld(data)) {
            LogFixture.fill(engine, 600, "a");
            Hash whole = LogFixture.root(LogFixture.leaves(engine.frames()));
            int crashes = 0;
            for (int operations = 0; ; operations++) {
                Path node = data.resolve("crash-" + operations);
                TlogOptions options =
                        new TlogOptions(
                                node.resolve("tlog"), node.resolve("keys"), "t.example", 10, 256);
                CrashingFiles files = new CrashingFiles(operations);
                try (TransparencyLog log = TransparencyLog.open(options, engine.frames(), files)) {
                    while (!files.isDown() && log.await(600, 10) == null) {
                        assertNull(log.refusal());
                    }
                }
                boolean crashed = files.isDown();
                SignedNote mark = new SignedMark(options.keys(), files).read();
                try (TransparencyLog log = TransparencyLog.open(options, engine.frames())) {
                    Published now = LogFixture.requireWhole(log, engine.frames());
                    assertEquals(whole, now.checkpoint().root());
                    for (Tile.Kind kind : List.of(Tile.Kind.ENTRIES)) {
                        for (int i = 0; i < 3; i++) {
                            assertNotNull(
                                    Objects.requireNonNull(log.tiles())
                                            .read(Tile.entries(kind, i, 600)));
                        }
                    }
                    SignedNote after =
                            Objects.requireNonNull(new SignedMark(options.keys(), files).read());
                    assertTrue(
                            mark == null
                                    || Published.of(after).checkpoint().size()
                                            >= Published.of(mark).checkpoint().size());
                }
                LogFixture.delete(node);
                if (!crashed) {
                    break;
                }
                crashes++;
            }
            assertTrue(crashes > 30, crashes + " crashes");
        }
    }

    @Test
    void whatIsMissingOrDamagedIsMadeAgainFromTheJournal() throws Exception {
        TlogOptions options = LogFixture.options(data);
        try (LedgerEngine engine = EngineFixture.withWorld(data)) {
            LogFixture.fill(engine, 700, "a");
            Published before;
            try (TransparencyLog log = TransparencyLog.open(options, engine.frames())) {
                before = LogFixture.requireWhole(log, engine.frames());
            }
            for (Path file : LogFixture.files(options.directory())) {
                byte[] good = Files.readAllBytes(file);
                byte[] bent = good.clone();
                bent[bent.length / 2] ^= 4;
                for (byte[] content : List.of(bent, java.util.Arrays.copyOf(good, 3))) {
                    Files.write(file, content);
                    requireReadable(options, engine, before);
                }
                Files.delete(file);
                requireReadable(options, engine, before);
            }
            LogFixture.delete(options.directory());
            requireReadable(options, engine, before);
        }
    }

    private static void requireReadable(TlogOptions options, LedgerEngine engine, Published before)
            throws Exception {
        try (TransparencyLog log = TransparencyLog.open(options, engine.frames())) {
            Published now = LogFixture.requireWhole(log, engine.frames());
            assertEquals(before.note(), now.note(), "nothing is signed anew");
            VerifiedTiles tiles = Objects.requireNonNull(log.tiles());
            for (long index = 0; index < 3; index++) {
                int width = (int) Math.min(256, 700 - 256 * index);
                byte[][] told = JournalMender.entries(engine.frames(), index, width);
                assertArrayEquals(told[0], tiles.read(Tile.entries(Tile.Kind.ENTRIES, index, 700)));
                assertArrayEquals(told[1], tiles.read(Tile.hashes(0, index, 700)));
            }
            assertEquals(2 * 32, tiles.read(Tile.hashes(1, 0, 700)).length);
        }
    }

    @Test
    void aLongEventHasABundleOfAnotherForm() throws Exception {
        try (LedgerEngine engine = EngineFixture.withWorld(data);
                TransparencyLog log =
                        TransparencyLog.open(LogFixture.options(data), engine.frames())) {
            LogFixture.fill(engine, 300, "a");
            LogFixture.requireWhole(log, engine.frames());
            TestCompletion done = new TestCompletion();
            engine.append(
                    List.of(
                            new ApplicationMessage(
                                    "m-1",
                                    "Test",
                                    "test",
                                    0,
                                    0,
                                    "long",
                                    null,
                                    "x".repeat(100_000),
                                    "{}")),
                    done);
            assertEquals(300, done.answer().position());
            LogFixture.requireWhole(log, engine.frames());
            assertTrue(
                    new LogFiles(data.resolve("tlog")).entriesTile(1, 301).kind()
                            == Tile.Kind.LONG_ENTRIES);
            LogFixture.fill(engine, 600, "b");
            LogFixture.requireWhole(log, engine.frames());
            VerifiedTiles tiles = Objects.requireNonNull(log.tiles());
            tiles.read(new Tile(Tile.Kind.LONG_ENTRIES, 0, 1, 256));
            tiles.read(new Tile(Tile.Kind.ENTRIES, 0, 0, 256));
            tiles.read(new Tile(Tile.Kind.ENTRIES, 0, 2, 88));
        }
        try (LedgerEngine engine = EngineFixture.open(data);
                TransparencyLog log =
                        TransparencyLog.open(LogFixture.options(data), engine.frames())) {
            LogFixture.requireWhole(log, engine.frames());
        }
    }
}
