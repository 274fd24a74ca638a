package tallystick.app.api.audit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tallystick.app.api.TestFederation;
import tallystick.app.api.TestNode;
import tallystick.app.api.TestNode.Reply;
import tallystick.app.api.usage.Events;

/** The vendor's usage object comes back to the byte, and the event has its hash. */
class EvidenceHttpTest {

    private static final TestNode NODE = TestNode.get();

    private static final String OBJECT =
            "{ 'prompt_tokens':10, 'completion_tokens':5,\n  'total_tokens':15}".replace('\'', '"');

    private static String wallet = "";

    @BeforeAll
    static void register() {
        TestFederation.register();
        wallet = TestFederation.wallet("10");
    }

    private static Reply use(String event) {
        Reply reply = NODE.events(Events.batch(event));
        assertEquals(1, reply.json().path("results").size(), reply.text());
        return reply;
    }

    private static Reply evidence(Reply used, String id) {
        Reply event = NODE.get("/v1/audit/events/" + used.at("results.0.position"));
        String source = URLEncoder.encode(event.at("event.source"), StandardCharsets.UTF_8);
        return NODE.get("/v1/audit/evidence?source=" + source + "&id=" + id);
    }

    @Test
    void theObjectComesBackToTheByteAndItsHashIsInTheLeaf() throws Exception {
        String id = TestNode.name("e-");
        String usage = "'usage_raw':{'dialect':'openai.chat','object':" + OBJECT + "}";
        String sent = TestFederation.event(wallet, id, usage);
        Reply used = use(sent);
        Reply kept = evidence(used, id);
        assertEquals(200, kept.status(), kept.text());
        assertArrayEquals(OBJECT.getBytes(StandardCharsets.UTF_8), kept.response().body());
        assertEquals("application/json", kept.header("content-type"));
        String hash =
                HexFormat.of()
                        .formatHex(
                                MessageDigest.getInstance("SHA-256")
                                        .digest(kept.response().body()));
        Reply event = NODE.get("/v1/audit/events/" + used.at("results.0.position"));
        String leaf = HexFormat.of().formatHex(Base64.getDecoder().decode(event.at("leaf")));
        assertEquals(1, leaf.split(hash, -1).length - 1, "the hash stands in the leaf once");
        assertEquals("duplicate", use(sent).at("results.0.status"));
        assertEquals(200, evidence(used, id).status());
    }

    @Test
    void whatNeverCameIsNotThere() {
        String id = TestNode.name("e-");
        String counts = "'usage':{'input':{'uncached':10},'output':{'text':5}}";
        Reply used = use(TestFederation.event(wallet, id, counts));
        assertEquals(404, evidence(used, id).status());
        assertEquals(404, NODE.get("/v1/audit/evidence?source=nobody&id=1").status());
        assertEquals(400, NODE.get("/v1/audit/evidence?source=nobody").status());
    }
}
