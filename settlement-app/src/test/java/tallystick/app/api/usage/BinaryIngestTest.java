package tallystick.app.api.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tallystick.app.api.TestFederation;
import tallystick.app.api.TestNode;
import tallystick.app.api.TestNode.Reply;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;
import tallystick.engine.client.BatchOutcome;
import tallystick.engine.client.IngestClient;
import tallystick.engine.client.IngestClientOptions;
import tallystick.engine.client.RecordOutcome;
import tallystick.engine.ingest.rule.UsageFaults;
import tools.jackson.databind.JsonNode;

/** The two doors of a real node lead to the same ledger, and say the same. */
class BinaryIngestTest {

    private static final String USAGE =
            "'usage':{'input':{'uncached':1020,'cache_read':512},"
                    + "'output':{'text':129,'reasoning':64}}";
    private static final String LABELS =
            ",'labels':{'team':'a'},'finish':'stop','streamed':true,"
                    + "'measurement':{'method':'engine_reported'}";

    private static final TestNode NODE = TestNode.get();

    private String wallet;
    private IngestClient client;

    @BeforeEach
    void connect() {
        wallet = TestFederation.wallet("1000");
        client = IngestClient.of(IngestClientOptions.of("127.0.0.1", NODE.ingestPort()));
    }

    @AfterEach
    void close() {
        client.close();
    }

    private String event(String id, String usage) {
        // At home: what the two operators owe each other is another test's.
        return TestFederation.event(wallet, id, usage);
    }

    /** The record that the JSON door makes of an event. */
    private static UsageRecord record(String event) {
        byte[] body = Events.bytes(event);
        return new UsageEventParser()
                .read(body, body.length, EventFormat.SINGLE)
                .records()
                .getFirst();
    }

    private BatchOutcome send(UsageRecord... records) throws Exception {
        return client.send(List.of(records)).get(30, TimeUnit.SECONDS);
    }

    private static JsonNode result(Reply reply, int index) {
        return reply.json().path("results").path(index);
    }

    @Test
    void aRecordSentByBothDoorsIsOneRecord() throws Exception {
        List<String> events = new ArrayList<>();
        for (String more : List.of("", LABELS)) {
            events.add(event(TestNode.name("both-"), USAGE + more));
        }
        for (String event : events) {
            JsonNode json = result(NODE.events("[" + event + "]"), 0);
            assertEquals("accepted", json.path("status").asString());
            BatchOutcome binary = send(record(event));
            assertEquals(UsageStatus.DUPLICATE, binary.status(0));
            assertEquals(json.path("position").asString(), "" + binary.position(0));
        }
        for (String more : List.of("", LABELS)) {
            String event = event(TestNode.name("both-"), USAGE + more);
            BatchOutcome binary = send(record(event));
            assertEquals(UsageStatus.ACCEPTED, binary.status(0));
            JsonNode json = result(NODE.events("[" + event + "]"), 0);
            assertEquals("duplicate", json.path("status").asString());
            assertEquals(json.path("position").asString(), "" + binary.position(0));
        }
    }

    @Test
    void bothSayTheSameOfARecord() throws Exception {
        Reply reply = NODE.events("[" + event(TestNode.name("say-"), USAGE) + "]");
        JsonNode json = result(reply, 0);
        RecordOutcome binary = send(record(event(TestNode.name("say-"), USAGE))).record(0);

        assertEquals(json.path("status").asString(), wireName(binary.status()));
        JsonNode rated = json.path("rated");
        assertEquals(
                rated.path("amount").asString(),
                Objects.requireNonNull(binary.retail()).toDecimalString());
        assertEquals(rated.path("asset").asString(), binary.asset());
        assertEquals(rated.path("tariff").asString(), binary.tariff());
    }

    private static String wireName(UsageStatus status) {
        return status.name().toLowerCase(java.util.Locale.ROOT);
    }

    @Test
    void bothSuspendForTheSameReason() throws Exception {
        String unknown = event(TestNode.name("s-"), USAGE).replace(wallet, "wal-nobody");
        String unpriced =
                event(TestNode.name("s-"), "'usage':{'input':{'image':7}}".replace('\'', '"'));
        Reply reply = NODE.events("[" + unknown + "," + unpriced + "]");
        BatchOutcome binary =
                send(record(unknown.replace("s-", "t-")), record(unpriced.replace("s-", "t-")));
        for (int i = 0; i < 2; i++) {
            assertEquals("suspended", result(reply, i).path("status").asString());
            assertEquals(UsageStatus.SUSPENDED, binary.status(i));
            assertEquals(
                    result(reply, i).path("suspense").asString(),
                    binary.record(i).suspense().wireName());
        }
    }

    @Test
    void bothSeeAConflict() throws Exception {
        String event = event(TestNode.name("c-"), USAGE);
        long position = send(record(event)).position(0);
        String other = event.replace("1020", "1021");
        BatchOutcome binary = send(record(other));
        JsonNode json = result(NODE.events("[" + other + "]"), 0);
        assertEquals(UsageStatus.CONFLICT, binary.status(0));
        assertEquals("conflict", json.path("status").asString());
        assertEquals(position, binary.position(0));
        assertEquals("" + position, json.path("position").asString());
    }

    @Test
    void whatBinaryRejectsNamesTheFieldAsJsonDoes() throws Exception {
        String event = event(TestNode.name("r-"), USAGE);
        UsageRecord bad = record(event);
        bad.tenant = "line\nbreak";
        bad.attributes = "{\"data\":{\"finish\":\"never\"}}";
        List<RecordOutcome.Fault> faults = send(bad).record(0).faults();

        String asJson =
                event.replace("\"tenant\":\"" + TestFederation.TENANT, "\"tenant\":\"line\\nbreak")
                        .replace("\"data\":{", "\"data\":{\"finish\":\"never\",");
        List<RecordOutcome.Fault> json = new ArrayList<>();
        JsonNode params =
                result(NODE.events("[" + asJson + "]"), 0).path("problem").path("invalid_params");
        params.forEach(
                param ->
                        json.add(
                                new RecordOutcome.Fault(
                                        param.path("name").asString(),
                                        param.path("reason").asString())));
        assertEquals(2, json.size());
        assertEquals(json.size(), faults.size());
        assertTrue(faults.containsAll(json), faults + " and " + json);
        assertTrue(UsageFaults.MOST >= json.size());
    }
}
