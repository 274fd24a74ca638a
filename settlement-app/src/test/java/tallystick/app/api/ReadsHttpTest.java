package tallystick.app.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tallystick.app.api.TestNode.Reply;
import tallystick.app.api.usage.Events;
import tools.jackson.databind.JsonNode;

/** What was written is read back, and lists are read page by page. */
class ReadsHttpTest {

    private static final TestNode NODE = TestNode.get();

    @BeforeAll
    static void register() {
        TestFederation.register();
    }

    @ParameterizedTest
    @CsvSource({
        "operators,operator",
        "factories,factory",
        "models,model",
        "tenants,tenant",
        "tariffs,tariff",
        "agreements,agreement",
        "wallets,wallet",
    })
    void aListIsReadPageByPageAndEachOfItAlone(String list, String member) {
        String wallet = TestFederation.wallet("1");
        assertFalse(wallet.isEmpty());
        List<String> names = new ArrayList<>();
        String cursor = "";
        do {
            Reply page = NODE.get("/v1/" + list + "?limit=1" + cursor);
            JsonNode items = page.json().path(list);
            assertEquals(1, items.size(), page.text());
            names.add(items.path(0).path(member).asString());
            String path = "/v1/" + list + "/" + names.getLast();
            assertEquals(items.path(0), NODE.get(path).json());
            cursor = page.at("next").isEmpty() ? "" : "&cursor=" + page.at("next");
        } while (!cursor.isEmpty());
        assertEquals(names.stream().distinct().toList(), names);
        List<String> atOnce = new ArrayList<>();
        NODE.get("/v1/" + list + "?limit=500")
                .json()
                .path(list)
                .forEach(item -> atOnce.add(item.path(member).asString()));
        assertEquals(atOnce, names);
    }

    @Test
    void whatAWriteAnswersIsWhatAReadAnswers() {
        Reply tariff =
                NODE.made(
                        "/v1/tariffs",
                        ("{'tariff':'%s','kind':'retail','operator':'%s','asset':'KRW',"
                                        + "'effective_from':'2026-01-01T00:00:00+09:00',"
                                        + "'minimum_charge':'0.5','prices':[{'model':'%s',"
                                        + "'class':'output.text','jurisdiction':'KR',"
                                        + "'per_million':'0.000001'}]}")
                                .formatted(
                                        TestNode.name("t-"),
                                        TestFederation.HOME,
                                        TestFederation.MODEL));
        assertEquals(1, tariff.json().path("version").intValue());
        assertEquals("2025-12-31T15:00:00Z", tariff.at("effective_from"));
        assertEquals("0.500000000000", tariff.at("minimum_charge"));
        assertEquals("0.000001", tariff.at("prices.0.per_million"));
        assertEquals("output.text", tariff.at("prices.0.class"));
        String path = "/v1/tariffs/" + tariff.at("tariff");
        assertSame(tariff, NODE.get(path));
        assertSame(tariff, NODE.get(path + "/versions/1"));
        assertEquals(1, NODE.get(path + "/versions").json().path("versions").size());

        String wallet = TestFederation.wallet("3");
        Reply grant =
                NODE.made(
                        "/v1/wallets/" + wallet + "/grants",
                        "{'amount':'2','asset':'EUR','kind':'promo','priority':7,"
                                + "'expires_at':'2030-01-01T00:00:00Z'}");
        Reply read = NODE.get("/v1/wallets/" + wallet + "/grants/" + grant.at("grant"));
        assertEquals("2.000000000000", read.at("remaining"));
        assertEquals("promo", read.at("kind"));
        assertEquals(7, read.json().path("priority").intValue());
        assertEquals("2030-01-01T00:00:00Z", read.at("expires_at"));
        assertEquals(2, NODE.get("/v1/wallets/" + wallet + "/grants").json().path("grants").size());
        String other = TestFederation.wallet("1");
        String strange = "/v1/wallets/" + other + "/grants/" + grant.at("grant");
        assertEquals(404, NODE.get(strange).status());
    }

    /** Positions differ: a keyed write ends with the event that remembers its answer. */
    private static void assertSame(Reply written, Reply read) {
        String position = "\"position\":\"[0-9]+\"";
        assertEquals(written.text().replaceAll(position, ""), read.text().replaceAll(position, ""));
    }

    @Test
    void aWalletsUsageIsSummedPerModelAndHour() {
        String wallet = TestFederation.wallet("10");
        String usage = "'usage':{'input':{'uncached':100,'cache_read':10},'output':{'text':7}}";
        Reply events =
                NODE.events(
                        Events.batch(
                                TestFederation.event(wallet, TestNode.name("e-"), usage),
                                TestFederation.event(wallet, TestNode.name("e-"), usage)));
        assertEquals(2, events.json().path("accepted").intValue(), events.text());
        Reply read = NODE.get("/v1/wallets/" + wallet + "/usage");
        assertEquals("EUR", read.at("asset"));
        JsonNode cell = read.json().path("models").path(0);
        assertEquals(TestFederation.MODEL, cell.path("model").asString());
        assertEquals(2, cell.path("records").intValue());
        assertEquals(200, cell.at("/tokens/input/uncached").intValue());
        assertEquals(20, cell.at("/tokens/input/cache_read").intValue());
        assertEquals(14, cell.at("/tokens/output/text").intValue());
        assertEquals("0.000143000000", cell.path("charged").asString());
        assertTrue(read.at("hours.0.hour").endsWith(":00:00Z"));
        Reply past =
                NODE.get(
                        "/v1/wallets/"
                                + wallet
                                + "/usage?from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z");
        assertEquals(0, past.json().path("models").size());
    }
}
