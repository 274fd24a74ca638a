package tallystick.app.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.app.security.SecuredNode.Reply;

/**
 * Another tenant's or operator's id in path, body, filter and cursor: what is somebody else's
 * answers like what is not there, byte by byte, and lists are of one's own.
 */
class IsolationAttackTest {

    @TempDir static Path directory = Path.of("");

    private static SecuredNode node = null;
    private static String kr = "";
    private static String fr = "";
    private static String acme = "";
    private static String acmeOne = "";
    private static String hub = "";

    private static final String[] EVERYTHING = {
        "usage:write", "wallet:read", "wallet:hold", "wallet:fund", "reference:admin",
        "settlement:maker", "settlement:checker", "settlement:treasury", "audit:read", "ops"
    };

    @BeforeAll
    static void start() {
        node = SecuredNode.start(directory, Map.of()).withFederation();
        node.wallet("wal-acme-2", "acme", "retail-kr");
        kr = node.key("op-kr", null, null, EVERYTHING);
        fr = node.key("op-fr", null, null, EVERYTHING);
        acme = node.key("op-kr", "acme", null, EVERYTHING);
        acmeOne = node.key("op-kr", "acme", List.of("wal-acme"), EVERYTHING);
        hub = node.key("*", null, null, EVERYTHING);
        assertEquals(200, node.getFresh(hub, "/v1/wallets/wal-gamma/balance").status());
        assertEquals(200, node.getFresh(hub, "/v1/wallets/wal-gamma").status());
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    // ---- path

    @Test
    void someoneElsesWalletInAPathIsMissing() {
        for (String path : List.of(
                        "",
                        "/balance",
                        "/grants",
                        "/holds",
                        "/quotas",
                        "/usage",
                        "/entries",
                        "/statement?period=2026-11")) {
            assertMissing(fr, "/v1/wallets/%s" + path, "wal-acme");
            assertMissing(kr, "/v1/wallets/%s" + path, "wal-gamma");
            assertMissing(acme, "/v1/wallets/%s" + path, "wal-beta");
            assertMissing(acme, "/v1/wallets/%s" + path, "wal-gamma");
            assertMissing(acmeOne, "/v1/wallets/%s" + path, "wal-acme-2");
            // And one's own is there.
            for (String own : List.of(kr, acme, acmeOne, hub)) {
                Reply reply = node.get(own, "/v1/wallets/wal-acme" + path);
                assertEquals(200, reply.status(), path + reply.text());
            }
        }
    }

    @Test
    void someoneElsesWalletInAWriteIsMissingAndNothingHappens() {
        String[][] writes = {
            {"POST", "/grants", "{'amount':'1','asset':'EUR','kind':'promo'}"},
            {"POST", "/suspend", "{'reason':'x'}"},
            {"POST", "/resume", "{}"},
            {"PUT", "/alerts", "{'thresholds':['1']}"},
            {"PUT", "/auto-topup", "{'threshold':'1','amount':'2'}"},
            {"POST", "/transfers", "{'to_wallet':'wal-gamma','amount':'1','asset':'EUR'}"},
            {
                "POST",
                "/holds",
                "{'model':'llama','factory':'site-KR','estimate':{'input':{'uncached':1}},"
                        + "'slice':{'output':1}}"
            },
            {"PUT", "/quotas/q", "{'window':'day','measure':'requests','limit':5}"},
        };
        String before = node.get(hub, "/v1/ledger").at("state_digest");
        for (String[] write : writes) {
            Reply foreign = send(fr, write[0], "/v1/wallets/wal-acme" + write[1], write[2]);
            Reply missing = send(fr, write[0], "/v1/wallets/wal-none" + write[1], write[2]);
            assertEquals(404, foreign.status(), write[1] + foreign.text());
            assertEquals(missing.text(), foreign.text(), write[1]);
        }
        assertEquals(before, node.get(hub, "/v1/ledger").at("state_digest"));
        for (String[] write : writes) {
            String body = write[2].replace("wal-gamma", "wal-beta");
            Reply own = send(kr, write[0], "/v1/wallets/wal-acme" + write[1], body);
            assertEquals(2, own.status() / 100, write[1] + own.text());
        }
        assertNotEquals(before, node.get(hub, "/v1/ledger").at("state_digest"));
    }

    @Test
    void someoneElsesHoldIsMissing() {
        String hold = "hld-" + UUID.randomUUID();
        Reply opened =
                node.post(
                        acme,
                        "/v1/wallets/wal-acme/holds",
                        ("{'hold':'%s','model':'llama','factory':'site-KR',"
                                        + "'estimate':{'input':{'uncached':10}},"
                                        + "'slice':{'output':10}}")
                                .formatted(hold));
        assertEquals(201, opened.status(), opened.text());
        String used = "{'sequence':1,'used':{'input':{'uncached':10}},'slice':{'output':5}}";
        for (String stranger : List.of(fr, node.key("op-kr", "beta", null, EVERYTHING))) {
            for (String step : List.of("/extend", "/commit", "/release")) {
                Reply foreign = node.post(stranger, "/v1/holds/" + hold + step, used(step, used));
                Reply missing = node.post(stranger, "/v1/holds/hld-none" + step, used(step, used));
                assertEquals(404, foreign.status(), step + foreign.text());
                assertEquals(missing.text(), foreign.text());
            }
            assertMissing(stranger, "/v1/holds/%s", hold);
        }
        assertEquals(200, node.post(acme, "/v1/holds/" + hold + "/extend", used).status());
        assertEquals(200, node.getFresh(acme, "/v1/holds/" + hold).status());
    }

    private static String used(String step, String extend) {
        return switch (step) {
            case "/extend" -> extend;
            case "/commit" -> "{'sequence':1,'used':{'input':{'uncached':10}},'final':true}";
            default -> "{'sequence':1}";
        };
    }

    @Test
    void someoneElsesGrantIsMissing() {
        Reply grant =
                node.post(
                        kr,
                        "/v1/wallets/wal-beta/grants",
                        "{'grant':'grt-beta','amount':'5','asset':'EUR','kind':'promo'}");
        assertEquals(201, grant.status(), grant.text());
        String body = "{'reason':'x'}";
        // Over one's own wallet, somebody else's grant.
        Reply foreign = node.post(fr, "/v1/wallets/wal-gamma/grants/grt-beta/void", body);
        Reply missing = node.post(fr, "/v1/wallets/wal-gamma/grants/grt-none/void", body);
        assertEquals(404, foreign.status(), foreign.text());
        assertEquals(missing.text(), foreign.text());
        assertEquals(
                200, node.post(kr, "/v1/wallets/wal-beta/grants/grt-beta/void", body).status());
    }

    @Test
    void aTenantGivesItselfNoCredit() {
        String grant = "{'amount':'1','asset':'EUR','kind':'paid'}";
        assertEquals(403, node.post(acme, "/v1/wallets/wal-acme/grants", grant).status());
        assertEquals(201, node.post(kr, "/v1/wallets/wal-acme/grants", grant).status());
        String transfer = "{'to_wallet':'%s','amount':'1','asset':'EUR'}";
        Reply out =
                node.post(acme, "/v1/wallets/wal-acme/transfers", transfer.formatted("wal-beta"));
        assertEquals(404, out.status(), out.text());
        Reply own =
                node.post(acme, "/v1/wallets/wal-acme/transfers", transfer.formatted("wal-acme-2"));
        assertEquals(201, own.status(), own.text());
    }

    // ---- body

    @Test
    void someoneElsesNamesInABodyAreMissing() {
        String[][] writes = {
            {"/v1/tenants", "{'tenant':'t-new','operator':'%s'}", "op-kr", "op-none", "op-fr"},
            {
                "/v1/factories",
                "{'factory':'f-new','operator':'%s','jurisdiction':'FR'}",
                "op-kr",
                "op-none",
                "op-fr"
            },
            {
                "/v1/wallets",
                "{'tenant':'%s','asset':'EUR','tariff':'retail-fr'}",
                "acme",
                "none",
                "gamma"
            },
        };
        for (String[] write : writes) {
            Reply foreign = node.post(fr, write[0], write[1].formatted(write[2]));
            Reply missing = node.post(fr, write[0], write[1].formatted(write[3]));
            assertEquals(404, foreign.status(), foreign.text());
            assertEquals(missing.text(), foreign.text());
            Reply own = node.post(fr, write[0], write[1].formatted(write[4]));
            assertEquals(201, own.status(), own.text());
        }
        String foreign = SecuredNode.tariff("retail-x", "retail", "op-kr");
        assertEquals(404, node.post(fr, "/v1/tariffs", foreign).status());
        String own = SecuredNode.tariff("retail-x", "retail", "op-fr");
        assertEquals(201, node.post(fr, "/v1/tariffs", own).status());
        // The next version of somebody else's tariff, as one's own.
        Reply taken =
                node.post(fr, "/v1/tariffs", SecuredNode.tariff("retail-kr", "retail", "op-fr"));
        assertNotEquals(201, taken.status(), taken.text());
    }

    @Test
    void whatIsTheFederationsIsNotAnOperators() {
        String[][] writes = {
            {"/v1/operators", "{'operator':'op-it','country':'IT','currency':'EUR'}"},
            {"/v1/models", "{'model':'new-model'}"},
            {"/v1/settlement/windows/w1/cutoff", "{}"},
        };
        for (String[] write : writes) {
            assertEquals(403, node.post(kr, write[0], write[1]).status(), write[0]);
        }
        assertEquals(403, node.get(kr, "/v1/ledger").status());
        assertEquals(403, node.get(kr, "/v1/console").status());
        assertEquals(201, node.post(hub, writes[0][0], writes[0][1]).status());
        assertEquals(200, node.get(hub, "/v1/ledger").status());
    }

    @Test
    void capsAreTheCreditorsToSet() {
        String cap = "{'asset':'EUR','cap':'1000'}";
        assertEquals(404, node.put(kr, "/v1/settlement/caps/op-kr/op-fr", cap).status());
        assertEquals(403, node.put(kr, "/v1/settlement/caps/op-kr", cap).status());
        assertEquals(200, node.put(fr, "/v1/settlement/caps/op-kr/op-fr", cap).status());
    }

    @Test
    void aQuotaOfOnesOwnDoesNotTakeTheNameOfSomeoneElses() {
        String quota =
                "{'scope':'operator','subject':'%s','window':'day','measure':'requests','limit':9}";
        assertEquals(200, node.put(kr, "/v1/quotas/q-kr", quota.formatted("op-kr")).status());
        assertEquals(404, node.put(fr, "/v1/quotas/q-kr", quota.formatted("op-fr")).status());
        assertEquals(404, node.put(fr, "/v1/quotas/q-fr", quota.formatted("op-kr")).status());
        assertEquals(404, send(fr, "DELETE", "/v1/quotas/q-kr", "{}").status());
        assertEquals(200, node.getFresh(kr, "/v1/quotas/q-kr").status());
        assertMissing(fr, "/v1/quotas/%s", "q-kr");
        assertFalse(node.get(fr, "/v1/quotas").text().contains("q-kr"));
        assertTrue(node.get(kr, "/v1/quotas").text().contains("q-kr"));
    }

    // ---- usage

    @Test
    void usageOfOthersIsRejectedItemByItem() {
        String own = SecuredNode.gateway("op-kr");
        String[] events = {
            usage(own, "wal-acme", "acme", "op-kr", "op-kr"),
            usage(own, "wal-gamma", "gamma", "op-fr", "op-fr"),
            usage(own, "wal-gamma", "acme", "op-kr", "op-kr"),
            usage(own, "wal-none", "acme", "op-kr", "op-kr"),
            usage(SecuredNode.gateway("op-fr"), "wal-acme", "acme", "op-kr", "op-kr"),
            usage(own + "/../../../../../op-fr/x", "wal-acme", "acme", "op-kr", "op-kr"),
            usage(own, "wal-gamma", "gamma", "op-fr", "op-kr"),
        };
        Reply reply = node.events(kr, events);
        assertEquals(200, reply.status(), reply.text());
        assertEquals(2, reply.json().path("accepted").asInt(), reply.text());
        assertEquals(5, reply.json().path("rejected").asInt(), reply.text());
        for (int index : new int[] {1, 2, 3, 4, 5}) {
            assertEquals("rejected", reply.at("results." + index + ".status"), reply.text());
            assertEquals("not-found", reply.at("results." + index + ".problem.code"));
            assertEquals(index, reply.json().at("/results/" + index + "/index").asInt());
        }
        // A wallet of others and none at all: the same.
        assertEquals(
                reply.json().at("/results/2/problem").toString(),
                reply.json().at("/results/3/problem").toString());
        assertEquals("accepted", reply.at("results.6.status"), "roaming served here");
    }

    @Test
    void aTenantTakesNoIdentityOfItsOperatorsGateways() {
        String gateway = SecuredNode.gateway("op-kr");
        String mine = "/operators/op-kr/tenants/acme/app";
        String id = UUID.randomUUID().toString();
        Reply early =
                node.events(
                        acme, SecuredNode.event(gateway, id, "wal-acme", "acme", "op-kr", "op-kr"));
        assertEquals("rejected", early.at("results.0.status"), early.text());
        Reply real =
                node.events(
                        kr, SecuredNode.event(gateway, id, "wal-acme", "acme", "op-kr", "op-kr"));
        assertEquals("accepted", real.at("results.0.status"), real.text());
        Reply own =
                node.events(
                        acme, SecuredNode.event(mine, id, "wal-acme", "acme", "op-kr", "op-kr"));
        assertEquals("accepted", own.at("results.0.status"), own.text());
        Reply beta =
                node.events(
                        acme,
                        SecuredNode.event(mine, id + "b", "wal-beta", "beta", "op-kr", "op-kr"));
        assertEquals("rejected", beta.at("results.0.status"), beta.text());
        Reply other =
                node.events(
                        acmeOne,
                        SecuredNode.event(mine, id + "c", "wal-acme-2", "acme", "op-kr", "op-kr"));
        assertEquals("rejected", other.at("results.0.status"), other.text());
    }

    @Test
    void twoKeysForOneMeterRecordMakeOneRecord() {
        String source = SecuredNode.gateway("op-kr");
        String id = UUID.randomUUID().toString();
        String event = SecuredNode.event(source, id, "wal-acme", "acme", "op-kr", "op-kr");
        Reply first = node.events(kr, event);
        Reply second = node.events(node.key("op-kr", null, null, "usage:write"), event);
        assertEquals("accepted", first.at("results.0.status"), first.text());
        assertEquals("duplicate", second.at("results.0.status"), second.text());
        Reply foreign = node.events(fr, event);
        assertEquals("rejected", foreign.at("results.0.status"), foreign.text());
    }

    @Test
    void whatIsBetweenOperatorsIsNotATenantsToSee() {
        Reply served =
                node.events(
                        fr,
                        usage(
                                SecuredNode.gateway("op-fr"),
                                "wal-acme",
                                "acme",
                                "op-kr",
                                "op-fr"));
        assertEquals("accepted", served.at("results.0.status"), served.text());
        String entry = "/v1/wallets/%s/entries/" + served.at("results.0.position") + "/explain";
        Reply operators = node.getFresh(kr, entry.formatted("wal-acme"));
        Reply tenants = node.getFresh(acme, entry.formatted("wal-acme"));
        assertEquals(200, tenants.status(), tenants.text());
        assertTrue(operators.text().contains("\"wholesale\""), operators.text());
        assertFalse(tenants.text().contains("iot-fr"), tenants.text());
        assertFalse(tenants.text().contains("wholesale"), tenants.text());
        // The entry of another's wallet, over one's own.
        assertEquals(404, node.get(fr, entry.formatted("wal-acme")).status());
        assertEquals(404, node.get(fr, entry.formatted("wal-gamma")).status());
        assertEquals(403, node.get(kr, "/v1/audit/events?limit=1").status());
        assertEquals(200, node.get(hub, "/v1/audit/events?limit=1").status());
    }

    // ---- lists and cursors

    @Test
    void listsAreOfOnesOwn() {
        assertEquals("wal-gamma", names(fr, "/v1/wallets?limit=1", "wallets", "wallet"));
        assertTrue(
                names(kr, "/v1/wallets", "wallets", "wallet")
                        .startsWith("wal-acme,wal-acme-2,wal-beta"));
        assertEquals("wal-acme,wal-acme-2", names(acme, "/v1/wallets", "wallets", "wallet"));
        assertEquals("wal-acme", names(acmeOne, "/v1/wallets", "wallets", "wallet"));
        assertFalse(node.get(fr, "/v1/tenants").text().contains("acme"));
        assertFalse(node.get(fr, "/v1/tariffs").text().contains("retail-kr"));
        assertTrue(node.get(fr, "/v1/tariffs").text().contains("iot-kr"), "that of its agreement");
        assertMissing(fr, "/v1/tariffs/%s", "retail-kr");
        assertMissing(fr, "/v1/tenants/%s", "acme");
        assertEquals(200, node.get(kr, "/v1/tenants/acme").status());
        assertEquals(200, node.get(kr, "/v1/tariffs/retail-kr").status());
        String third = node.key("op-it", null, null, EVERYTHING);
        for (String list :
                List.of("/v1/wallets", "/v1/agreements", "/v1/settlement/caps", "/v1/suspense")) {
            assertFalse(node.get(third, list).text().contains("op-kr"), list);
        }
        assertEquals(2, node.get(kr, "/v1/agreements").json().path("agreements").size());
    }

    @Test
    void aRegulatorSeesItsCountry() {
        String regulator = node.regulator("KR", "audit:read", "wallet:read");
        String list = names(regulator, "/v1/wallets", "wallets", "wallet");
        assertTrue(list.contains("wal-acme") && !list.contains("wal-gamma"), list);
        assertEquals(200, node.get(regulator, "/v1/wallets/wal-beta/balance").status());
        assertMissing(regulator, "/v1/wallets/%s/balance", "wal-gamma");
    }

    @Test
    void aCursorIsItsOwnersAndItsListsOnly() {
        Reply page = node.get(kr, "/v1/wallets?limit=1");
        String cursor = page.at("next");
        assertFalse(cursor.isEmpty(), page.text());
        assertEquals(200, node.get(kr, "/v1/wallets?cursor=" + cursor).status());
        String other = node.key("op-kr", null, null, "wallet:read", "reference:admin");
        String last = cursor.substring(cursor.length() - 1);
        for (Reply reply :
                List.of(
                        node.get(fr, "/v1/wallets?cursor=" + cursor),
                        node.get(other, "/v1/wallets?cursor=" + cursor),
                        node.get(kr, "/v1/tenants?cursor=" + cursor),
                        node.get(
                                kr,
                                "/v1/wallets?cursor=" + cursor.substring(0, cursor.indexOf('.'))),
                        node.get(
                                kr,
                                "/v1/wallets?cursor="
                                        + cursor.substring(0, cursor.length() - 1)
                                        + (last.equals("A") ? "E" : "A")))) {
            assertEquals(400, reply.status(), reply.text());
            assertEquals("invalid-parameter", reply.code());
        }
    }

    // ---- idempotency

    @Test
    void anIdempotencyKeyIsThePrincipalsOwn() {
        String key = UUID.randomUUID().toString();
        String body = "{'amount':'%s','asset':'EUR','kind':'goodwill'}";
        Reply first = node.post(kr, "/v1/wallets/wal-beta/grants", key, body.formatted("1"));
        Reply again = node.post(kr, "/v1/wallets/wal-beta/grants", key, body.formatted("1"));
        Reply other = node.post(kr, "/v1/wallets/wal-beta/grants", key, body.formatted("2"));
        assertEquals(201, first.status(), first.text());
        assertEquals(first.text(), again.text());
        assertEquals(422, other.status(), "one key, two amounts");
        assertEquals("idempotency-key-reused", other.code());
        String second = node.key("op-kr", null, null, "wallet:fund");
        Reply theirs = node.post(second, "/v1/wallets/wal-beta/grants", key, body.formatted("2"));
        assertEquals(201, theirs.status(), "the same key of another principal: " + theirs.text());
        assertNotEquals(first.at("grant"), theirs.at("grant"));
    }

    // ---- two persons

    @Test
    void onePersonIsNotTwo() {
        String late =
                usage(SecuredNode.gateway("op-kr"), "wal-acme", "acme", "op-kr", "op-kr")
                        .replaceAll("\"time\":\"[^\"]*\"", "\"time\":\"2026-02-01T00:00:00Z\"");
        Reply suspended = node.events(kr, late);
        assertEquals("suspended", suspended.at("results.0.status"), suspended.text());
        String path = "/v1/suspense/" + suspended.at("results.0.position");
        assertEquals(200, node.getFresh(kr, path).status());
        assertMissing(
                node.key("op-it", null, null, EVERYTHING),
                "/v1/suspense/%s",
                suspended.at("results.0.position"));
        String maker = node.keyOf("alice", "op-kr", null, null, null, "settlement:maker");
        String same = node.keyOf("alice", "op-kr", null, null, null, "settlement:checker");
        String checker = node.keyOf("bob", "op-kr", null, null, null, "settlement:checker");
        assertEquals(
                403, node.post(checker, path + "/propose", "{'reason':'late meter'}").status());
        assertEquals(404, node.post(fr, path + "/propose", "{'reason':'late meter'}").status());
        Reply proposed = node.post(maker, path + "/propose", "{'reason':'late meter'}");
        assertEquals(200, proposed.status(), proposed.text());
        assertEquals("op-kr:alice", proposed.at("actor"));
        assertEquals(403, node.post(maker, path + "/approve", "{}").status(), "not a checker");
        Reply alone = node.post(same, path + "/approve", "{}");
        assertEquals("same-person", alone.code(), "another key, the same person: " + alone.text());
        Reply approved = node.post(checker, path + "/approve", "{}");
        assertEquals(200, approved.status(), approved.text());
    }

    @Test
    void aHeaderSaysNothingOfWhoSomebodyIs() {
        Reply grant =
                node.send(node.request("/v1/ledger", acme).header("X-Actor", "hub").GET().build());
        assertEquals(403, grant.status());
    }

    // ---- help

    private static String usage(
            String source, String wallet, String tenant, String home, String serving) {
        return SecuredNode.event(
                source, UUID.randomUUID().toString(), wallet, tenant, home, serving);
    }

    private static Reply send(String credential, String method, String path, String body) {
        return node.sendJson(method, credential, path, UUID.randomUUID().toString(), body);
    }

    private static String names(String credential, String path, String list, String name) {
        StringBuilder names = new StringBuilder();
        node.get(credential, path)
                .json()
                .path(list)
                .forEach(
                        row ->
                                names.append(names.isEmpty() ? "" : ",")
                                        .append(row.path(name).asString()));
        return names.toString();
    }

    /** What is somebody else's answers as what is nobody's. */
    private static void assertMissing(String credential, String path, String foreign) {
        Reply reply = node.get(credential, path.formatted(foreign));
        String none = foreign.matches("[0-9]+") ? "999999" : "none-" + foreign;
        Reply missing = node.get(credential, path.formatted(none));
        assertEquals(404, reply.status(), path + reply.text());
        assertEquals(missing.text(), reply.text(), path);
        assertEquals(headers(missing), headers(reply));
    }

    /** Their names; the server closes a connection now and then. */
    private static Set<String> headers(Reply reply) {
        Set<String> names = new TreeSet<>(reply.response().headers().map().keySet());
        names.remove("connection");
        return names;
    }
}
