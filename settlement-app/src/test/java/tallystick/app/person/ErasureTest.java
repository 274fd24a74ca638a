package tallystick.app.person;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import tallystick.app.RunningNode;
import tallystick.app.TestNode;
import tallystick.app.YearOfUsage;
import tallystick.app.api.TestNode.Reply;
import tallystick.domain.proof.NoteKey;
import tallystick.domain.proof.SignedNote;
import tallystick.engine.audit.BundleExport;
import tallystick.engine.audit.BundleVerifier;
import tallystick.engine.audit.TrustedKeys;
import tallystick.engine.audit.VerifyReport;
import tallystick.engine.tlog.Published;
import tallystick.engine.tlog.TransparencyLog;

/**
 * A person is in a year's journal as customer, as actor, as subject and label of a key; then she is
 * erased, and nothing on the disk of the node says who she was, and the year still verifies.
 */
class ErasureTest {

    private static final String NAME = "Zsofia Quillfeather-Hernyak";
    private static final String EMAIL = "zsofia.quillfeather@example.test";
    private static final String ACTOR = "zsofia-at-the-desk";
    private static final String LABEL = "Zsofias till in Pecs";

    /** In a free text, to see that the search finds what is there. */
    private static final String PLANTED = "planted-needle-7f3a99";

    @TempDir private Path directory = Path.of("");

    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private int sent;

    @BeforeEach
    void listen() {
        logged.start();
        root().addAppender(logged);
    }

    @AfterEach
    void deafen() {
        root().detachAppender(logged);
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    private Path data() {
        return directory.resolve("node");
    }

    private RunningNode start() {
        return TestNode.start(
                data(),
                Map.of(
                        "tallystick.engine.snapshot-at-close-records",
                        1,
                        "tallystick.security.mode",
                        "open"));
    }

    private Reply post(RunningNode running, String actor, String path, String body) {
        tallystick.app.api.TestNode node = tallystick.app.api.TestNode.of(running);
        return node.send(
                node.request(path)
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", "k" + sent++)
                        .header("X-Actor", actor)
                        .POST(BodyPublishers.ofString(body.replace('\'', '"')))
                        .build());
    }

    private static Reply ok(Reply reply) {
        assertEquals(2, reply.status() / 100, reply.text());
        return reply;
    }

    private static Reply get(RunningNode running, String path) {
        return tallystick.app.api.TestNode.of(running).getAsIs(path);
    }

    private static NoteKey key(RunningNode running) {
        return running.context().getBean(TransparencyLog.class).keys().all().getFirst();
    }

    private String find(RunningNode node, String actor) {
        return ok(post(node, "x", "/v1/persons/find", "{'actor':'" + actor + "'}")).at("person");
    }

    /** A checkpoint of all that is in the journal. */
    private static SignedNote checkpoint(RunningNode running) throws Exception {
        tallystick.engine.LedgerEngine engine =
                running.context().getBean(tallystick.engine.LedgerEngine.class);
        Published now =
                running.context()
                        .getBean(TransparencyLog.class)
                        .await(engine.lastDurablePosition() + 1, 20_000);
        assertTrue(now != null);
        return now.note();
    }

    /** The person in every place where one comes in. */
    private String enter(RunningNode node) {
        String registered =
                ok(post(
                                node,
                                ACTOR,
                                "/v1/persons",
                                "{'operator':'op-kr','fields':[{'field':'name','value':'"
                                        + NAME
                                        + "'},{'field':'email','value':'"
                                        + EMAIL
                                        + "'}]}"))
                        .at("person");
        ok(
                post(
                        node,
                        ACTOR,
                        "/v1/api-keys",
                        "{'operator':'op-kr','subject':'"
                                + ACTOR
                                + "','label':'"
                                + LABEL
                                + "','roles':['wallet:read']}"));
        ok(
                post(
                        node,
                        ACTOR,
                        "/v1/settlement/windows/2025-12/abort",
                        "{'reason':'" + PLANTED + "'}"));
        ok(
                post(
                        node,
                        ACTOR,
                        "/v1/webhooks",
                        "{'operator':'op-kr','url':'https://hooks.example/1','types':['usage.suspended']}"));
        // What is refused may be logged, and is answered.
        post(node, ACTOR, "/v1/persons", "{'operator':'op-kr','fields':[{'field':'" + EMAIL);
        post(
                node,
                ACTOR,
                "/v1/persons",
                "{'operator':'nobody','fields':[{'field':'name','value':'" + NAME + "'}]}");
        return registered;
    }

    @Test
    void anErasedPersonIsNowhereAndTheYearStillVerifies() throws Exception {
        YearOfUsage.write(data());
        String person;
        String actor;
        String holder;
        NoteKey trusted;
        SignedNote kept;
        try (RunningNode node = start()) {
            person = enter(node);
            actor = find(node, ACTOR);
            holder = find(node, "op-kr:" + ACTOR);
            Reply shown = get(node, "/v1/persons/" + person);
            assertEquals(EMAIL, shown.at("fields.0.value"), shown.text());
            Reply waiting = get(node, "/v1/settlement/windows/2025-12/approvals");
            assertEquals(ACTOR, waiting.at("waiting.0.actor"), waiting.text());
            trusted = key(node);
            kept = checkpoint(node);
        }
        List<byte[]> secrets = secrets(person, actor, holder);
        assertEquals(16, secrets.size());

        // The search finds what is there.
        bundle();
        assertTrue(
                places(YearOfUsage.WALLET)
                        .containsAll(Set.of("journal", "tlog", "postgres", "snapshots", "bundle")));
        assertTrue(places(PLANTED).containsAll(Set.of("journal", "tlog", "bundle")));
        for (byte[] secret : secrets.subList(0, 6)) {
            assertFalse(ByteSearch.bytes(directory, List.of(secret)).isEmpty());
        }

        try (RunningNode node = start()) {
            holdAndErase(node, person);
            holdAndErase(node, actor);
            holdAndErase(node, holder);
            Reply shown = get(node, "/v1/persons/" + person);
            assertEquals("erased", shown.at("state"), shown.text());
            assertEquals("", shown.at("fields.0.value"));
            assertEquals(64, shown.at("fields.0.commitment").length());
            Reply waiting = get(node, "/v1/settlement/windows/2025-12/approvals");
            assertEquals(actor, waiting.at("waiting.0.actor"), waiting.text());
            String keys = get(node, "/v1/api-keys").text();
            assertFalse(keys.contains(ACTOR) || keys.contains(LABEL), keys);
            assertEquals(
                    404, post(node, "x", "/v1/persons/find", "{'actor':'" + ACTOR + "'}").status());
            checkpoint(node);
        }
        VerifyReport year = bundle(trusted, kept);
        assertEquals(VerifyReport.Result.OK, year.result(), year.toString());
        assertTrue(year.toString().contains("720 usage records rated"), year.toString());

        for (String text : List.of(NAME, EMAIL, ACTOR, LABEL)) {
            assertEquals(Set.of(), ByteSearch.text(directory, text), text);
            for (ILoggingEvent line : logged.list) {
                assertFalse(line.getFormattedMessage().contains(text), line.getFormattedMessage());
            }
        }
        assertEquals(Set.of(), ByteSearch.bytes(directory, secrets));
    }

    /** Refused and recorded while there is a hold, which one person cannot end. */
    private void holdAndErase(RunningNode node, String person) {
        String path = "/v1/persons/" + person;
        ok(post(node, "counsel", path + "/hold", "{'matter':'2026/17'}"));
        Reply refused = post(node, "clerk", path + "/erase", "{}");
        assertEquals(409, refused.status(), refused.text());
        assertEquals("legal-hold", refused.code());
        String position = refused.at("detail").replaceAll(".*position ", "");
        Reply event = get(node, "/v1/audit/events/" + position);
        assertTrue(event.text().contains("ErasureRefused"), event.text());
        assertTrue(event.text().contains(person), event.text());
        String lift = path + "/hold/lift";
        assertEquals(404, post(node, "counsel", lift + "/check", "{'matter':'2026/17'}").status());
        ok(post(node, "counsel", lift, "{'matter':'2026/17'}"));
        assertEquals(
                "same-person",
                post(node, "counsel", lift + "/check", "{'matter':'2026/17'}").code());
        assertEquals("legal-hold", post(node, "clerk", path + "/erase", "{}").code());
        ok(post(node, "judge", lift + "/check", "{'matter':'2026/17'}"));
        String erased = ok(post(node, "clerk", path + "/erase", "{}")).at("position");
        assertTrue(get(node, "/v1/audit/events/" + erased).text().contains("PersonalDataErased"));
    }

    /** Keys, sealed openings and salts of both, as they are on disk. */
    private List<byte[]> secrets(String... persons) throws Exception {
        List<byte[]> secrets = new ArrayList<>();
        for (String id : persons) {
            secrets.add(Files.readAllBytes(data().resolve("keys/persons").resolve(id)));
            secrets.add(Files.readAllBytes(data().resolve("persons").resolve(id)));
        }
        OpeningStore store = new OpeningStore(data());
        for (String id : persons) {
            for (Opening opening : store.read(id)) {
                secrets.add(opening.salt());
                secrets.add(opening.value().getBytes(java.nio.charset.StandardCharsets.UTF_8));
            }
        }
        return secrets;
    }

    /** Where a text is: the directories of the node, and the bundle. */
    private Set<String> places(String text) throws Exception {
        Set<String> places = new java.util.TreeSet<>();
        for (Path file : ByteSearch.text(directory, text)) {
            places.add(file.startsWith("node") ? file.getName(1).toString() : "bundle");
        }
        return places;
    }

    private void bundle() throws Exception {
        BundleExport.run(data(), 0, Long.MAX_VALUE / 2, directory.resolve("year.tar"));
    }

    private VerifyReport bundle(NoteKey trusted, SignedNote kept) throws Exception {
        bundle();
        return BundleVerifier.run(
                directory.resolve("year.tar"),
                new TrustedKeys(List.of(trusted), List.of(), 0),
                List.of(kept));
    }
}
