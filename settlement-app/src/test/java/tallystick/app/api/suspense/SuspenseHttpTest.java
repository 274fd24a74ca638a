package tallystick.app.api.suspense;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tallystick.app.api.TestFederation;
import tallystick.app.api.TestNode;
import tallystick.app.api.TestNode.Reply;

/** What waits, what ends its waiting, and what amends: over real HTTP. */
class SuspenseHttpTest {

    private static final TestNode NODE = TestNode.get();
    private static final String USAGE = "'usage':{'input':{'uncached':1000},'output':{'text':10}}";

    @BeforeAll
    static void register() {
        TestFederation.register();
    }

    private static Reply record(String event) {
        Reply reply = NODE.events("[" + event + "]");
        assertEquals(200, reply.status(), reply.text());
        return reply;
    }

    /** An event that corrects or voids the record of another. */
    private static String amending(String kind, String wallet, String corrected, String usage) {
        String source =
                "/operators/%s/factories/%s/gateways/gw"
                        .formatted(
                                TestFederation.HOME, TestFederation.factory(TestFederation.HOME));
        String more =
                usage
                        + "'corrects':{'source':'%s','id':'%s'},'reason':'meter_fault'"
                                .formatted(source, corrected);
        return TestFederation.event(wallet, TestNode.name("e-"), more)
                .replace(".recorded.", "." + kind + ".");
    }

    private static void assertPosted(String wallet, String posted) {
        NODE.awaitGet(
                "/v1/wallets/" + wallet + "/balance", reply -> reply.at("posted").equals(posted));
    }

    @Test
    void usageOfAWalletThatComesLaterIsRatedWhenItDoes() {
        String wallet = TestNode.name("wal-late-");
        Reply reply = record(TestFederation.event(wallet, TestNode.name("e-"), USAGE));
        assertEquals("unknown-wallet", reply.at("results.0.suspense"), reply.text());
        String path = "/v1/suspense/" + reply.at("results.0.position");
        assertEquals(wallet, NODE.get(path).at("wallet"));
        // Some other reference does not help it.
        NODE.made("/v1/models", "{'model':'" + TestNode.name("m-") + "'}");
        assertEquals(200, NODE.get(path).status());
        NODE.made(
                "/v1/wallets",
                "{'wallet':'%s','tenant':'%s','asset':'EUR','tariff':'%s','overdraft_limit':'1'}"
                        .formatted(wallet, TestFederation.TENANT, TestFederation.RETAIL));
        assertPosted(wallet, "-0.000530000000");
        NODE.awaitGet(path, answer -> answer.status() == 404);
    }

    @Test
    void correctionsAndVoidsPostTheDifference() {
        String wallet = TestFederation.wallet("1.00");
        String id = TestNode.name("e-");
        record(TestFederation.event(wallet, id, USAGE));
        Reply corrected =
                record(
                        amending(
                                "corrected",
                                wallet,
                                id,
                                "'usage':{'input':{'uncached':400},'output':{'text':10}},"));
        assertEquals("accepted", corrected.at("results.0.status"), corrected.text());
        assertEquals("-0.000300000000", corrected.at("results.0.rated.amount"));
        assertEquals("EUR", corrected.at("results.0.rated.asset"));
        Reply voided = record(amending("voided", wallet, id, ""));
        assertEquals("-0.000230000000", voided.at("results.0.rated.amount"), voided.text());
        assertPosted(wallet, "1.000000000000");
    }

    @Test
    void aCorrectionMayComeBeforeItsRecord() {
        String wallet = TestFederation.wallet("1.00");
        String id = TestNode.name("e-");
        Reply early = record(amending("voided", wallet, id, ""));
        assertEquals("unsettled-reference", early.at("results.0.suspense"), early.text());
        String path = "/v1/suspense/" + early.at("results.0.position");
        record(TestFederation.event(wallet, TestNode.name("e-"), USAGE));
        assertEquals(200, NODE.get(path).status());
        record(TestFederation.event(wallet, id, USAGE));
        NODE.awaitGet(path, answer -> answer.status() == 404);
        assertPosted(wallet, "0.999470000000");
    }

    @Test
    void aVoidOfWhatWaitsNeedsNoPrice() {
        String wallet = TestNode.name("wal-never-");
        String id = TestNode.name("e-");
        record(TestFederation.event(wallet, id, USAGE));
        Reply voided = record(amending("voided", wallet, id, ""));
        // Either waits too, or is taken without an amount: never a failure.
        assertEquals(200, voided.status(), voided.text());
    }

    @Test
    void twoPersonsReleaseWhatIsTooOld() {
        String wallet = TestFederation.wallet("1.00");
        String old = Instant.now().minusSeconds(40L * 86_400).toString();
        String event =
                TestFederation.event(wallet, TestNode.name("e-"), USAGE)
                        .replaceFirst("\"time\":\"[^\"]*\"", "\"time\":\"" + old + "\"");
        Reply reply = record(event);
        assertEquals("out-of-time-window", reply.at("results.0.suspense"), reply.text());
        String path = "/v1/suspense/" + reply.at("results.0.position");
        String before = NODE.stateDigest();
        assertEquals(400, NODE.unkeyed("POST", path + "/propose", "{'reason':'x'}").status());
        assertEquals(400, NODE.postAs("re-process", path + "/propose", "{'reason':'x'}").status());
        assertEquals("invalid-request", NODE.postAs("alice", path + "/propose", "{}").code());
        assertEquals(before, NODE.stateDigest());
        assertEquals("wrong-state", NODE.postAs("bob", path + "/approve", "{}").code());
        Reply proposed =
                NODE.postAs("alice", path + "/propose", "{'reason':'gateway was cut off'}");
        assertEquals(200, proposed.status(), proposed.text());
        assertEquals("alice", NODE.get(path + "").at("proposed_by"), () -> NODE.get(path).text());
        Reply same = NODE.postAs("alice", path + "/approve", "{}");
        assertEquals(403, same.status(), same.text());
        assertEquals("same-person", same.code());
        assertEquals("1.000000000000", NODE.get(balance(wallet)).at("posted"));
        Reply released = NODE.postAs("bob", path + "/approve", "{}");
        assertEquals(200, released.status(), released.text());
        assertEquals("released", released.at("state"));
        assertEquals("0.999470000000", NODE.get(balance(wallet)).at("posted"));
        assertEquals(404, NODE.get(path).status());
        assertNotEquals(before, NODE.stateDigest());
    }

    private static String balance(String wallet) {
        return "/v1/wallets/" + wallet + "/balance";
    }

    @Test
    void positionsAreChecked() {
        for (String path : new String[] {"/v1/suspense/x", "/v1/suspense?cursor=eA"}) {
            assertEquals(400, NODE.getAsIs(path).status(), path);
        }
        assertEquals(404, NODE.getAsIs("/v1/suspense/999999999").status());
        assertEquals(404, NODE.postAs("bob", "/v1/suspense/999999999/approve", "{}").status());
        assertEquals(200, NODE.getAsIs("/v1/suspense?limit=1").status());
    }
}
