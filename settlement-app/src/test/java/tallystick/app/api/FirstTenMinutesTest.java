package tallystick.app.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.app.RunningNode;
import tallystick.app.api.TestNode.Reply;

/**
 * What a new user does first, over HTTP alone, on a node of its own that is restarted between a
 * message and its repetition.
 */
class FirstTenMinutesTest {

    @TempDir Path data;

    private static final String OPENING =
            "{\"model\":\"llama\",\"factory\":\"kr-1\",\"estimate\":{\"input\":{\"uncached\":1000}},"
                + "\"slice\":{\"output\":100}}";

    private static TestNode client(RunningNode node) {
        return TestNode.of(node);
    }

    private RunningNode start() {
        return tallystick.app.TestNode.start(data);
    }

    private static void prepare(TestNode node) {
        node.made("/v1/operators", "{'operator':'op','country':'KR','currency':'KRW'}");
        node.made("/v1/factories", "{'factory':'kr-1','operator':'op','jurisdiction':'KR'}");
        node.made("/v1/models", "{'model':'llama'}");
        node.made("/v1/tenants", "{'tenant':'t','operator':'op'}");
        node.made(
                "/v1/tariffs",
                "{'tariff':'retail','kind':'retail','operator':'op','asset':'KRW',"
                        + "'effective_from':'2026-01-01T00:00:00Z','prices':["
                        + "{'model':'llama','class':'input.uncached','per_million':'700'},"
                        + "{'model':'llama','class':'output.text','per_million':'2100'}]}");
        node.made(
                "/v1/settlement/windows",
                "{'window':'w1','settlement_model':'daily','starts_at':'2026-01-01T00:00:00Z'}");
        node.made("/v1/wallets", "{'wallet':'wal','tenant':'t','asset':'KRW','tariff':'retail'}");
        node.made("/v1/wallets/wal/grants", "{'amount':'10','asset':'KRW','kind':'paid'}");
    }

    private static String step(int sequence, int output, String more) {
        return "{'sequence':%d,'used':{'input':{'uncached':1000},'output':{'text':%d}},%s}"
                .formatted(sequence, output, more);
    }

    private static void assertSame(Reply first, Reply again) {
        assertEquals(first.status(), again.status(), again.text());
        assertEquals(first.text(), again.text());
        assertEquals("true", again.header("Idempotent-Replayed"));
    }

    @Test
    void fromTariffToBalanceWithARestartAfterEachMessage() {
        String path = "/v1/wallets/wal/holds";
        String extend = step(1, 90, "'slice':{'output':100}");
        String commit = step(2, 150, "'final':true");
        Reply opened;
        Reply refused;
        try (RunningNode running = start()) {
            TestNode node = client(running);
            prepare(node);
            opened = node.post(path, "open-1", OPENING);
            assertEquals(201, opened.status(), opened.text());
            refused = node.post(path, "open-2", OPENING.replace("llama", "nothing"));
            assertEquals(404, refused.status(), refused.text());
        }
        String hold = "/v1/holds/" + opened.at("hold");
        Reply extended;
        try (RunningNode running = start()) {
            TestNode node = client(running);
            assertSame(opened, node.post(path, "open-1", OPENING));
            Reply refusedAgain = node.post(path, "open-2", OPENING.replace("llama", "nothing"));
            assertEquals(refused.text(), refusedAgain.text());
            assertEquals(422, node.post(path, "open-1", OPENING.replace("100", "101")).status());
            extended = node.unkeyed("POST", hold + "/extend", extend);
            assertEquals(200, extended.status(), extended.text());
        }
        Reply committed;
        try (RunningNode running = start()) {
            TestNode node = client(running);
            assertSame(extended, node.unkeyed("POST", hold + "/extend", extend));
            committed = node.unkeyed("POST", hold + "/commit", commit);
            assertEquals("committed", committed.at("state"), committed.text());
        }
        try (RunningNode running = start()) {
            TestNode node = client(running);
            String before = node.stateDigest();
            assertSame(committed, node.unkeyed("POST", hold + "/commit", commit));
            assertSame(opened, node.post(path, "open-1", OPENING));
            assertEquals(before, node.stateDigest());
            Reply balance = node.get("/v1/wallets/wal/balance");
            // 1000 × 0.0007 + 150 × 0.0021
            assertEquals("8.985000000000", balance.at("posted"), balance.text());
            assertEquals("0.000000000000", balance.at("held"));
            assertEquals("8.985000000000", balance.at("available"));
            assertTrue(node.get("/v1/ledger").json().path("balanced").booleanValue());
            // The control: a new message does change the state.
            assertEquals(201, node.post(path, "open-3", OPENING).status());
            assertNotEquals(before, node.stateDigest());
        }
    }
}
