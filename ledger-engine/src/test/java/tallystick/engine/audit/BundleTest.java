package tallystick.engine.audit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.domain.LedgerCommand.RecordUsage;
import tallystick.domain.LedgerCommand.Settlement;
import tallystick.domain.proof.NoteKey;
import tallystick.domain.proof.SignedNote;
import tallystick.domain.usage.UsageRecord;
import tallystick.engine.EngineFixture;
import tallystick.engine.LedgerEngine;
import tallystick.engine.World;
import tallystick.engine.tlog.LogKeys;
import tallystick.engine.tlog.TlogOptions;
import tallystick.engine.tlog.TransparencyLog;

/** A bundle, its verification, and everything that is nearly a bundle. */
class BundleTest {

    @TempDir static Path directory;

    private static Path data = Path.of("");
    private static Path bundle = Path.of("");
    private static byte[] good = {};
    private static String digest = "";
    private static NoteKey key = anyKey();
    private static SignedNote held = anyNote();

    private static NoteKey anyKey() {
        return NoteKey.parse("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
    }

    private static SignedNote anyNote() {
        return SignedNote.parse("t\n\n\u2014 a AAAAAAA=\n");
    }

    @BeforeAll
    static void export() throws Exception {
        data = directory.resolve("node");
        bundle = directory.resolve("log.tar");
        TlogOptions options = TlogOptions.in(data).withCheckpoints(10, 256);
        try (LedgerEngine engine = EngineFixture.withWorld(data);
                TransparencyLog log = TransparencyLog.open(options, engine.frames())) {
            for (int i = 0; i < 500; i++) {
                EngineFixture.record(
                        engine,
                        i % 2 == 0 ? World.usage(i % 8, "h-" + i) : World.roaming(i % 8, "r-" + i));
                if (i == 200) {
                    log.await(150, 5_000);
                    held = java.util.Objects.requireNonNull(log.published()).note();
                }
            }
            // Some that are suspended and rated later, a correction, and a whole window.
            UsageRecord unknown = World.unsealed(0, "unknown");
            unknown.model = "unknown";
            EngineFixture.record(engine, World.sealed(unknown));
            UsageRecord fix = World.unsealed(2, "fix");
            fix.kind = tallystick.domain.usage.UsageKind.VOIDED;
            fix.correctsSource = World.SOURCE;
            fix.correctsId = "h-2";
            EngineFixture.ask(engine, new RecordUsage(List.of(World.sealed(fix)), false));
            EngineFixture.ask(
                    engine,
                    new Settlement.CutOffWindow(World.WINDOW, World.NOW, World.NEXT_WINDOW));
            EngineFixture.ask(engine, new Settlement.FenceWindow(World.WINDOW));
            LedgerEngine.WindowRoot root = engine.windowRoot(World.WINDOW);
            EngineFixture.ask(
                    engine,
                    new Settlement.SealWindow(World.WINDOW, root.records(), root.merkleRoot()));
            EngineFixture.ask(engine, new Settlement.CalculateWindow(World.WINDOW));
            EngineFixture.ask(engine, new Settlement.IssueStatements(World.WINDOW));
            EngineFixture.ask(engine, new Settlement.NetWindow(World.WINDOW));
            assertNotNull(log.await(engine.lastDurablePosition() + 1, 5_000));
            digest = EngineFixture.digest(engine);
            key = log.keys().all().getFirst();
        }
        BundleExport.run(data, 0, Long.MAX_VALUE / 2, bundle);
        good = Files.readAllBytes(bundle);
    }

    private static TrustedKeys trusted() {
        return new TrustedKeys(List.of(key), List.of(), 0);
    }

    private static VerifyReport verify(Path file) throws IOException {
        return BundleVerifier.run(file, trusted(), List.of(held));
    }

    private VerifyReport verify(byte[] bytes) throws IOException {
        Path file = directory.resolve("other.tar");
        Files.write(file, bytes);
        return verify(file);
    }

    @Test
    void aGoodBundleGivesTheLedgerBack() throws IOException {
        VerifyReport report = verify(bundle);
        assertEquals(VerifyReport.Result.OK, report.result(), report.toString());
        assertEquals(digest, report.stateDigest());
        assertNull(report.firstBad());
        assertEquals(report.treeSize(), report.to());
        assertTrue(report.toString().contains("usage records rated"), report.toString());
        VerifyReport.Check ledger = report.checks().get(report.checks().size() - 2);
        assertTrue(ledger.detail().contains("502 usage records rated"), ledger.detail());
        assertTrue(ledger.detail().contains("statements calculated"), ledger.detail());
        assertTrue(!ledger.detail().contains(" 0 statements"), ledger.detail());
    }

    @Test
    void theSameLogGivesTheSameBytes() throws IOException {
        Path again = directory.resolve("again.tar");
        BundleExport.run(data, 0, Long.MAX_VALUE / 2, again);
        assertArrayEquals(good, Files.readAllBytes(again));
    }

    @Test
    void oneFlippedBitAnywhereIsFound() throws IOException {
        Random chance = new Random(7_007);
        int located = 0;
        for (int round = 0; round < 1_000; round++) {
            int bit = chance.nextInt(8 * good.length);
            byte[] bent = good.clone();
            bent[bit / 8] ^= (byte) (1 << (bit % 8));
            VerifyReport report = verify(bent);
            assertEquals(
                    VerifyReport.Result.TAMPERED.exitCode(),
                    report.result().exitCode(),
                    "bit " + bit + " " + report);
            assertNotNull(report.reason());
            located += report.firstBad() == null ? 0 : 1;
        }
        assertTrue(located > 500, located + " of 1000 are in entries or tiles, with a position");
    }

    @Test
    void aTruncatedBundleIsIncomplete() throws IOException {
        Random chance = new Random(7_008);
        for (int round = 0; round < 200; round++) {
            int length = chance.nextInt(good.length);
            VerifyReport report = verify(java.util.Arrays.copyOf(good, length));
            assertEquals(2, report.result().exitCode(), "length " + length + " " + report);
        }
    }

    @Test
    void aMissingQuorumIsSaid() throws IOException {
        NoteKey witness = NoteKey.of("w.example", NoteKey.COSIGNS, anyKey().publicKey());
        TrustedKeys keys = new TrustedKeys(List.of(key), List.of(witness), 1);
        VerifyReport report = BundleVerifier.run(bundle, keys, List.of());
        assertEquals(3, report.result().exitCode(), report.toString());
    }

    @Test
    void aStrangersSignatureIsNotBelieved() throws IOException {
        TrustedKeys stranger = new TrustedKeys(List.of(anyKey()), List.of(), 0);
        assertEquals(1, BundleVerifier.run(bundle, stranger, List.of()).result().exitCode());
    }

    @Test
    void aPartWithoutTheBeginningCannotBeRunAgain() throws IOException {
        Path part = directory.resolve("part.tar");
        BundleExport.Written written = BundleExport.run(data, 300, 400, part);
        assertEquals(256, written.from());
        assertEquals(512, written.to());
        VerifyReport report = BundleVerifier.run(part, trusted(), List.of());
        assertEquals(2, report.result().exitCode(), report.toString());
        assertEquals("ledger", report.checks().getLast().name());
    }

    /**
     * Somebody with every key of the server changes an amount in an event, hashes and signs all
     * anew: each hash and signature is good, and still two things tell.
     */
    @Test
    void anInsiderWithEveryKeyIsCaught() throws Exception {
        Insider insider = new Insider(data, directory.resolve("forged"));
        long position = insider.changeAmount();
        Path forged = directory.resolve("forged.tar");
        BundleExport.run(directory.resolve("forged"), 0, Long.MAX_VALUE / 2, forged);
        VerifyReport rerun = BundleVerifier.run(forged, trusted(), List.of());
        assertEquals(VerifyReport.Result.TAMPERED, rerun.result(), rerun.toString());
        assertEquals("ledger", rerun.checks().getLast().name(), "hashes and signatures are good");
        assertEquals(position, rerun.firstBad());
        VerifyReport outside = verify(forged);
        assertEquals(VerifyReport.Result.TAMPERED, outside.result());
        assertEquals("held checkpoints", outside.checks().getLast().name());
        assertEquals(LogKeys.parse(Files.readString(data.resolve("keys/tlog/history"))).size(), 1);
    }
}
