package tallystick.engine.witness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.domain.proof.Checkpoint;
import tallystick.domain.proof.Cosignature;
import tallystick.domain.proof.Hash;
import tallystick.domain.proof.NoteKey;
import tallystick.domain.proof.NoteSignature;
import tallystick.domain.proof.NoteSigner;
import tallystick.domain.proof.SignedNote;
import tallystick.domain.proof.TreeHash;
import tallystick.domain.proof.TreeProofs;
import tallystick.engine.EngineFixture;
import tallystick.engine.LedgerEngine;
import tallystick.engine.World;
import tallystick.engine.tlog.LogKeys;
import tallystick.engine.tlog.LogRefusedException;
import tallystick.engine.tlog.Published;
import tallystick.engine.tlog.TlogOptions;
import tallystick.engine.tlog.TransparencyLog;

/** Witnesses over HTTP: every answer of C2SP tlog-witness, and a log that asks them. */
class WitnessTest {

    private static final String ORIGIN = "log.example/one";

    @TempDir Path directory;

    private NoteSigner log = stranger("x");

    private static NoteSigner stranger(String name) {
        try {
            var pair = java.security.KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            byte[] encoded = pair.getPublic().getEncoded();
            return new NoteSigner(
                    NoteKey.of(
                            name,
                            NoteKey.SIGNS_NOTES,
                            java.util.Arrays.copyOfRange(
                                    encoded, encoded.length - 32, encoded.length)),
                    ((java.security.interfaces.EdECPrivateKey) pair.getPrivate())
                            .getBytes()
                            .orElseThrow());
        } catch (java.security.NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @BeforeEach
    void key() {
        log = stranger(ORIGIN);
    }

    private Witness witness(String name) throws IOException {
        return Witness.open(
                directory.resolve(name), name, List.of(log.key()), () -> 1_700_000_000L);
    }

    /** A tree of so many leaves, of one history or another. */
    private static TreeProofs tree(String history) {
        TreeHash hash = new TreeHash();
        return new TreeProofs(
                new tallystick.domain.proof.Subtrees() {
                    @Override
                    public Hash at(int level, long index) {
                        if (level == 0) {
                            String leaf = (index < 3 ? "" : history) + index;
                            return TreeHash.leaf(leaf.getBytes(StandardCharsets.UTF_8));
                        }
                        return hash.node(at(level - 1, 2 * index), at(level - 1, 2 * index + 1));
                    }
                });
    }

    private SignedNote note(String history, long size) {
        Checkpoint checkpoint = new Checkpoint(ORIGIN, size, tree(history).root(size));
        return NoteSigner.note(checkpoint.text(), List.of(log));
    }

    private byte[] body(String history, long old, long size) {
        return new AddCheckpoint(old, tree(history).consistency(old, size), note(history, size))
                .bytes();
    }

    @Test
    void cosignsWhatExtendsAndRemembersIt() throws IOException {
        Witness witness = witness("w1");
        Witness.Reply first = witness.addCheckpoint(body("a", 0, 5));
        assertEquals(200, first.status());
        NoteSignature signature = NoteSignature.parse(first.body().strip());
        assertEquals(
                1_700_000_000L, Cosignature.timeOf(witness.key(), note("a", 5).text(), signature));
        assertEquals(200, witness.addCheckpoint(body("a", 5, 9)).status());
        assertEquals(200, witness.addCheckpoint(body("a", 9, 9)).status());
        Witness again = witness("w1");
        assertEquals(witness.key(), again.key());
        Witness.Reply conflict = again.addCheckpoint(body("a", 5, 9));
        assertEquals(409, conflict.status());
        assertEquals("9\n", conflict.body());
        assertEquals("text/x.tlog.size", conflict.contentType());
        SignedNote kept = Objects.requireNonNull(again.checkpoint(Witness.hash(ORIGIN)));
        assertTrue(kept.isSignedBy(witness.key()));
        assertTrue(kept.isSignedBy(log.key()));
    }

    @Test
    void refusesEverythingElseEachWithItsStatus() throws IOException {
        Witness witness = witness("w1");
        assertEquals(200, witness.addCheckpoint(body("a", 0, 5)).status());
        String good = new String(body("a", 5, 9), StandardCharsets.UTF_8);
        // 400
        for (String bent :
                List.of(
                        "",
                        good.replace("old 5", "old 05"),
                        good.replace("old 5", "old -5"),
                        good.replace("old 5", "old"),
                        good.replace("\n\n", "\n"),
                        good.replaceFirst("\n", "\n===\n"),
                        good.replaceFirst("\n", "\n" + "A".repeat(43) + "=\n".repeat(64)),
                        good.replace("old 5", "old 10"))) {
            assertEquals(400, status(witness, bent), bent);
        }
        // 404
        SignedNote other =
                NoteSigner.note(
                        new Checkpoint("log.example/two", 9, tree("a").root(9)).text(),
                        List.of(stranger("log.example/two")));
        assertEquals(404, witness.addCheckpoint(with(5, 9, other)).status());
        // 403
        SignedNote forged = NoteSigner.note(note("a", 9).text(), List.of(stranger(ORIGIN)));
        assertEquals(403, witness.addCheckpoint(with(5, 9, forged)).status());
        SignedNote spoilt =
                SignedNote.parse(
                        new Checkpoint(ORIGIN, 9, tree("a").root(9)).text()
                                + "\n"
                                + note("a", 8).signatures().getFirst()
                                + "\n");
        assertEquals(403, witness.addCheckpoint(with(5, 9, spoilt)).status());
        // 409
        assertEquals(409, witness.addCheckpoint(body("a", 4, 9)).status());
        assertEquals(409, witness.addCheckpoint(body("a", 0, 9)).status());
        // 422
        assertEquals(422, witness.addCheckpoint(body("b", 5, 9)).status());
        assertEquals(422, witness.addCheckpoint(body("b", 5, 5)).status());
        Hash hash = tree("a").root(1);
        byte[] longer = new AddCheckpoint(5, List.of(hash, hash, hash, hash), note("a", 9)).bytes();
        assertEquals(422, witness.addCheckpoint(longer).status());
        String zero = ORIGIN + "\n0\n" + hash.base64() + "\n";
        byte[] empty = new AddCheckpoint(0, List.of(), NoteSigner.note(zero, List.of(log))).bytes();
        assertEquals(422, witness.addCheckpoint(empty).status());
        // And none of it moved it.
        assertEquals(200, status(witness, good));
    }

    private byte[] with(long old, long size, SignedNote note) {
        return new AddCheckpoint(old, tree("a").consistency(old, size), note).bytes();
    }

    private static int status(Witness witness, String body) throws IOException {
        return witness.addCheckpoint(body.getBytes(StandardCharsets.UTF_8)).status();
    }

    /** Two histories raced against each other: of each size at most one is ever cosigned. */
    @Test
    void racesNeverGetTwoHistoriesCosigned() throws Exception {
        for (int round = 0; round < 20; round++) {
            Witness witness = witness("race-" + round);
            assertEquals(200, witness.addCheckpoint(body("a", 0, 3)).status());
            List<Callable<Integer>> tasks = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                String history = i % 2 == 0 ? "a" : "b";
                long size = 8L + i / 2;
                tasks.add(() -> witness.addCheckpoint(body(history, 3, size)).status());
            }
            int cosigned = 0;
            try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
                for (Future<Integer> status : threads.invokeAll(tasks)) {
                    cosigned += status.get() == 200 ? 1 : 0;
                }
            }
            assertEquals(1, cosigned);
        }
    }

    @Test
    void neverTheKeyOfALog() throws IOException {
        NoteSigner own = LogKeys.cosigner(directory.resolve("w1").resolve("key"), "w1");
        NoteKey same = NoteKey.of(ORIGIN, NoteKey.SIGNS_NOTES, own.key().publicKey());
        assertThrows(
                IllegalArgumentException.class,
                () -> Witness.open(directory.resolve("w1"), "w1", List.of(same), () -> 1));
    }

    @Test
    void answersOverHttp() throws Exception {
        try (WitnessServer server = new WitnessServer(witness("w1"), local())) {
            HttpResponse<String> reply = post(server, body("a", 0, 5));
            assertEquals(200, reply.statusCode());
            assertTrue(reply.body().startsWith("\u2014 w1 "));
            HttpResponse<String> conflict = post(server, body("a", 0, 5));
            assertEquals(409, conflict.statusCode());
            assertEquals(List.of("text/x.tlog.size"), conflict.headers().allValues("content-type"));
            assertEquals(413, post(server, new byte[200_000]).statusCode());
        }
    }

    private static InetSocketAddress local() {
        return new InetSocketAddress(java.net.InetAddress.getLoopbackAddress(), 0);
    }

    private static HttpResponse<String> post(WitnessServer server, byte[] body) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.port() + "/add-checkpoint");
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(uri).POST(BodyPublishers.ofByteArray(body)).build(),
                        BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    private static WitnessPeer peer(Witness witness, WitnessServer server) {
        return WitnessPeer.parse("http://127.0.0.1:" + server.port() + " " + witness.key());
    }

    /** A quorum of two of three, one of which is down. */
    @Test
    void aLogCollectsAQuorumAndWaitsForIt() throws Exception {
        TlogOptions options = TlogOptions.in(directory).withCheckpoints(10, 4_096);
        try (LedgerEngine engine = EngineFixture.withWorld(directory);
                TransparencyLog tlog = TransparencyLog.open(options, engine.frames())) {
            NoteKey logKey = tlog.keys().all().getFirst();
            Witness one = witnessOf(logKey, "w1");
            Witness two = witnessOf(logKey, "w2");
            Witness three = witnessOf(logKey, "w3");
            WitnessServer second = new WitnessServer(two, local());
            WitnessServer third = new WitnessServer(three, local());
            WitnessPeer gone = peer(three, third);
            third.close();
            try (WitnessServer first = new WitnessServer(one, local());
                    Cosigning _ =
                            Cosigning.start(
                                    tlog,
                                    List.of(peer(one, first), peer(two, second), gone),
                                    2,
                                    engine.lastDurablePosition() + 1)) {
                EngineFixture.record(engine, World.usage(0, "a"));
                long size = engine.lastDurablePosition() + 1;
                Published now = tlog.awaitWitnessed(size, 20_000);
                assertNotNull(now, "no quorum");
                assertTrue(now.note().isSignedBy(one.key()));
                assertTrue(now.note().isSignedBy(two.key()));
                assertFalse(now.note().isSignedBy(three.key()));
                // One of two is not enough.
                second.close();
                EngineFixture.record(engine, World.usage(0, "b"));
                assertNotNull(tlog.await(size + 1, 10_000));
                assertNull(tlog.awaitWitnessed(size + 1, 2_000));
                assertNull(tlog.refusal());
            }
        }
    }

    private Witness witnessOf(NoteKey logKey, String name) throws IOException {
        return Witness.open(directory.resolve(name), name, List.of(logKey), () -> 1_700_000_000L);
    }

    /** All of a node's directory as it was yesterday: only the witness knows better. */
    @Test
    void yesterdaysBackupDoesNotStart() throws Exception {
        Path today = directory.resolve("today");
        Path backup = directory.resolve("backup");
        NoteKey logKey;
        Witness one;
        try (LedgerEngine engine = EngineFixture.withWorld(today);
                TransparencyLog tlog =
                        TransparencyLog.open(
                                TlogOptions.in(today).withCheckpoints(10, 4_096),
                                engine.frames())) {
            assertNotNull(tlog.await(engine.lastDurablePosition() + 1, 10_000));
            logKey = tlog.keys().all().getFirst();
        }
        copy(today, backup);
        one = witnessOf(logKey, "w1");
        try (WitnessServer server = new WitnessServer(one, local())) {
            try (LedgerEngine engine = EngineFixture.open(today);
                    TransparencyLog tlog =
                            TransparencyLog.open(
                                    TlogOptions.in(today).withCheckpoints(10, 4_096),
                                    engine.frames());
                    Cosigning _ =
                            Cosigning.start(
                                    tlog,
                                    List.of(peer(one, server)),
                                    1,
                                    engine.lastDurablePosition() + 1)) {
                EngineFixture.record(engine, World.usage(0, "today"));
                assertNotNull(tlog.awaitWitnessed(engine.lastDurablePosition() + 1, 20_000));
            }
            try (LedgerEngine engine = EngineFixture.open(backup);
                    TransparencyLog tlog =
                            TransparencyLog.open(
                                    TlogOptions.in(backup).withCheckpoints(10, 4_096),
                                    engine.frames())) {
                LogRefusedException refused =
                        assertThrows(
                                LogRefusedException.class,
                                () ->
                                        Cosigning.start(
                                                tlog,
                                                List.of(peer(one, server)),
                                                1,
                                                engine.lastDurablePosition() + 1));
                assertTrue(String.valueOf(refused.getMessage()).contains("an older copy"));
                // Had it started while the witness was away, the fork would end it now.
                long events = engine.lastDurablePosition() + 1;
                EngineFixture.record(engine, World.usage(1, "other"), World.usage(2, "other-2"));
                assertNotNull(tlog.await(events + 2, 10_000));
                try (Cosigning _ = Cosigning.start(tlog, List.of(peer(one, server)), 1, 999)) {
                    for (int i = 0; i < 400 && tlog.refusal() == null; i++) {
                        Thread.sleep(25);
                    }
                    assertTrue(
                            String.valueOf(tlog.refusal()).contains("with another root"),
                            String.valueOf(tlog.refusal()));
                }
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = java.nio.file.Files.walk(from)) {
            for (Path file : files.toList()) {
                java.nio.file.Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }
}
