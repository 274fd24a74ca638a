package tallystick.app.api.tlog;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tallystick.app.api.TestFederation;
import tallystick.app.api.TestNode;
import tallystick.app.api.TestNode.Reply;
import tallystick.app.api.usage.Events;
import tallystick.domain.proof.Checkpoint;
import tallystick.domain.proof.Hash;
import tallystick.domain.proof.NoteKey;
import tallystick.domain.proof.ProofCheck;
import tallystick.domain.proof.SignedNote;
import tallystick.domain.proof.Tile;
import tallystick.domain.proof.TiledTree;
import tallystick.domain.proof.TlogProof;
import tallystick.domain.proof.TreeHash;
import tallystick.engine.audit.BundleVerifier;
import tallystick.engine.audit.TrustedKeys;
import tallystick.engine.audit.VerifyReport;
import tallystick.engine.tlog.TransparencyLog;

/** The log over real HTTP, verified with nothing but its key. */
class LogHttpTest {

    private static final TestNode NODE = TestNode.get();

    private static String wallet = "";

    @BeforeAll
    static void register() {
        TestFederation.register();
        wallet = TestFederation.wallet("10");
    }

    private static NoteKey key() {
        return NODE.context().getBean(TransparencyLog.class).keys().all().getFirst();
    }

    private static Reply use(String id) {
        String usage = "'usage':{'input':{'uncached':10},'output':{'text':5}}";
        Reply reply = NODE.events(Events.batch(TestFederation.event(wallet, id, usage)));
        assertEquals(1, reply.json().path("accepted").intValue(), reply.text());
        return reply;
    }

    private static Checkpoint checkpoint() {
        Reply reply = NODE.getAsIs("/tlog/checkpoint");
        assertEquals(200, reply.status(), reply.text());
        assertEquals("text/plain;charset=UTF-8", reply.header("content-type").replace(" ", ""));
        SignedNote note = SignedNote.parse(reply.response().body());
        assertTrue(note.isSignedBy(key()));
        return Checkpoint.parse(note.text());
    }

    private static byte[] tile(Tile tile) {
        Reply reply = NODE.getAsIs("/tlog/" + tile.path());
        assertEquals(200, reply.status(), tile.path());
        assertTrue(reply.header("cache-control").contains("immutable"));
        return reply.response().body();
    }

    @Test
    void theCheckpointFollowsWithinASecondAndItsTilesHaveItsRoot() throws Exception {
        long position = Long.parseLong(use(TestNode.name("e-")).at("position"));
        long due = System.nanoTime() + 5_000_000_000L;
        Checkpoint now = checkpoint();
        while (now.size() <= position) {
            assertTrue(System.nanoTime() < due, "no checkpoint of " + position);
            Thread.sleep(20);
            now = checkpoint();
        }
        long size = now.size();
        TiledTree tree = new TiledTree(size, LogHttpTest::tile);
        assertEquals(now.root(), tree.root());
        Tile bundle = Tile.entries(Tile.Kind.ENTRIES, position / 256, size);
        byte[] entries = tile(bundle);
        byte[] hashes = tile(Tile.hashes(0, position / 256, size));
        int at = 0;
        for (int i = 0; i < bundle.width(); i++) {
            int length = (entries[at] & 0xFF) << 8 | (entries[at + 1] & 0xFF);
            byte[] leaf = java.util.Arrays.copyOfRange(entries, at + 2, at + 2 + length);
            assertEquals(Hash.of(hashes, 32 * i), TreeHash.leaf(leaf));
            at += 2 + length;
        }
        assertEquals(entries.length, at);
    }

    @Test
    void aReceiptNeedsTheKeyAndNobodysWord() {
        String id = TestNode.name("e-");
        Reply used = use(id);
        Reply event = NODE.get("/v1/audit/events/" + used.at("results.0.position"));
        String source = event.at("event.source");
        Reply reply =
                NODE.get(
                        "/v1/audit/receipts?source="
                                + URLEncoder.encode(source, StandardCharsets.UTF_8)
                                + "&id="
                                + id);
        assertEquals(200, reply.status(), reply.text());
        TlogProof receipt = TlogProof.parse(reply.text());
        byte[] leaf = Base64.getDecoder().decode(Objects.requireNonNull(receipt.extra()));
        assertEquals(event.at("leaf"), Base64.getEncoder().encodeToString(leaf));
        assertEquals(used.at("results.0.position"), Long.toString(receipt.index()));
        List<NoteKey> keys = List.of(key());
        assertTrue(receipt.proves(TreeHash.leaf(leaf), key().name(), keys));
        leaf[leaf.length - 1] ^= 1;
        assertFalse(receipt.proves(TreeHash.leaf(leaf), key().name(), keys));
    }

    @Test
    void anEventComesWithItsProof() {
        String position = use(TestNode.name("e-")).at("results.0.position");
        Reply event = NODE.get("/v1/audit/events/" + position);
        List<Hash> path = new ArrayList<>();
        event.json()
                .at("/inclusion/path")
                .forEach(hash -> path.add(Hash.ofBase64(hash.asString())));
        SignedNote note = SignedNote.parse(event.at("inclusion.checkpoint"));
        assertTrue(note.isSignedBy(key()));
        Checkpoint tree = Checkpoint.parse(note.text());
        byte[] leaf = Base64.getDecoder().decode(event.at("leaf"));
        assertTrue(
                ProofCheck.inclusion(
                        TreeHash.leaf(leaf),
                        Long.parseLong(position),
                        tree.size(),
                        path,
                        tree.root()));
    }

    @Test
    void whatIsExportedVerifiesWithNothingButTheKey(@TempDir Path directory) throws Exception {
        long position = Long.parseLong(use(TestNode.name("e-")).at("position"));
        NODE.context().getBean(TransparencyLog.class).await(position + 1, 20_000);
        Reply reply = NODE.get("/v1/audit/export");
        assertEquals(200, reply.status(), reply.text());
        assertEquals("application/x-tar", reply.header("content-type"));
        Path bundle = Files.write(directory.resolve("log.tar"), reply.response().body());
        TrustedKeys trusted = new TrustedKeys(List.of(key()), List.of(), 0);
        VerifyReport report = BundleVerifier.run(bundle, trusted, List.of());
        assertEquals(VerifyReport.Result.OK, report.result(), report.toString());
        assertTrue(report.to() > position);
        assertEquals(400, NODE.get("/v1/audit/export?from=2100-01-01T00:00:00Z").status());
        assertEquals(400, NODE.get("/v1/audit/export?from=yesterday").status());
    }

    @Test
    void anUnknownRecordHasNoReceipt() {
        assertEquals(404, NODE.get("/v1/audit/receipts?source=nobody&id=1").status());
        assertEquals(404, NODE.get("/v1/audit/receipts/nobody/1").status());
        assertEquals(400, NODE.get("/v1/audit/receipts?source=nobody").status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/tlog/tile/0/999",
                "/tlog/tile/9/000",
                "/tlog/tile/0/0",
                "/tlog/tile/00/000",
                "/tlog/tile/0/000.p/0",
                "/tlog/tile/0/000.p/256",
                "/tlog/tile/entries/999",
                "/tlog/tile/entries32/000",
                "/tlog/tile/entries/000.new",
                "/tlog/tile/..%2f..%2fkeys%2ftlog%2fhistory",
                "/tlog/tile/0/../../../keys/tlog/history",
                "/tlog/tile/%2e%2e/%2e%2e/keys/tlog/signed",
                "/tlog/tile/0/....//keys",
                "/tlog/keys",
                "/tlog/tile",
                "/tlog/witnessed"
            })
    void nothingElseIsGivenOut(String path) {
        Reply reply = NODE.getAsIs(path);
        assertTrue(reply.status() == 404 || reply.status() == 400, path + " " + reply.status());
        assertFalse(reply.text().contains("+"), reply.text());
    }

    @Test
    void anEarlierPartialTileIsAPrefixOfTheLaterOne() {
        use(TestNode.name("e-"));
        Checkpoint now = checkpoint();
        Tile whole = Tile.hashes(0, 0, now.size());
        byte[] first = tile(whole.ofWidth(1));
        assertArrayEquals(java.util.Arrays.copyOf(tile(whole), 32), first);
    }
}
