package tallystick.app.api.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tallystick.app.api.TestFederation;
import tallystick.app.api.TestNode;
import tallystick.app.api.TestNode.Reply;

/** Prices with tiers, and versions that hold from an earlier time on, over real HTTP. */
class TariffHttpTest {

    private static final TestNode NODE = TestNode.get();

    @BeforeAll
    static void register() {
        TestFederation.register();
    }

    private static String tariff(String name, Instant from, String perMillion, String more) {
        return ("{'tariff':'%s','kind':'retail','operator':'%s','asset':'EUR','effective_from':'%s',"
                    + "'prices':[{'model':'%s','class':'input.uncached','per_million':'%s'%s}]}")
                .formatted(name, TestFederation.HOME, from, TestFederation.MODEL, perMillion, more);
    }

    private static String wallet(String tariff) {
        String wallet =
                NODE.made(
                                "/v1/wallets",
                                "{'tenant':'%s','asset':'EUR','tariff':'%s'}"
                                        .formatted(TestFederation.TENANT, tariff))
                        .at("wallet");
        NODE.made(
                "/v1/wallets/" + wallet + "/grants", "{'amount':'1','asset':'EUR','kind':'paid'}");
        return wallet;
    }

    private static Reply use(String wallet, int tokens) {
        return NODE.events(
                "["
                        + TestFederation.event(
                                wallet,
                                TestNode.name("e-"),
                                "'usage':{'input':{'uncached':" + tokens + "}}")
                        + "]");
    }

    @Test
    void tiersAreShownAndCharged() {
        String name = TestNode.name("tiered-");
        Instant from = Instant.now().plusSeconds(2);
        String tiers = ",'mode':'graduated','tiers':[{'from':1000,'per_million':'0.50'}]";
        String body =
                tariff(name, from, "1.00", tiers)
                        .replace("'prices'", "'tier_period':'month','prices'");
        Reply published = NODE.made("/v1/tariffs", body);
        for (Reply reply : new Reply[] {published, NODE.get("/v1/tariffs/" + name)}) {
            assertEquals("month", reply.at("tier_period"), reply.text());
            assertEquals("graduated", reply.at("prices.0.mode"));
            assertEquals(1000, reply.json().at("/prices/0/tiers/0/from").intValue());
            assertEquals("0.500000", reply.at("prices.0.tiers.0.per_million"));
        }
        assertFalse(NODE.get("/v1/tariffs/" + TestFederation.RETAIL).json().has("tier_period"));
        String wallet = wallet(name);
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(3));
        assertEquals("0.000800000000", use(wallet, 800).at("results.0.rated.amount"));
        assertEquals("0.000300000000", use(wallet, 400).at("results.0.rated.amount"));
    }

    @Test
    void badTiersAreNamedAndChangeNothing() {
        Instant from = Instant.now().plusSeconds(3_600);
        String name = TestNode.name("bad-");
        String[][] bad = {
            {",'mode':'stepped'", "prices[0].mode"},
            {",'mode':'volume','tiers':7", "prices[0].tiers"},
            {",'mode':'volume','tiers':[{'per_million':'1'}]", "prices[0].tiers[0].from"},
            {",'mode':'volume','tiers':[{'from':1}]", "prices[0].tiers[0].per_million"},
            {
                ",'mode':'volume','tiers':[{'from':1,'per_million':1}]",
                "prices[0].tiers[0].per_million"
            },
            {
                ",'mode':'volume','tiers':[{'from':1,'per_million':'1','x':1}]",
                "prices[0].tiers[0].x"
            },
        };
        for (String[] row : bad) {
            String before = NODE.stateDigest();
            Reply reply = NODE.post("/v1/tariffs", tariff(name, from, "1", row[0]));
            assertEquals(422, reply.status(), reply.text());
            assertEquals(row[1], reply.at("invalid_params.0.name"), reply.text());
            assertEquals(before, NODE.stateDigest());
        }
        // The ledger's own rule.
        Reply unordered =
                NODE.post(
                        "/v1/tariffs",
                        tariff(
                                name,
                                from,
                                "1",
                                ",'mode':'volume','tiers':[{'from':2,'per_million':'1'},"
                                        + "{'from':2,'per_million':'1'}]"));
        assertEquals("prices[0].tiers[1].from", unordered.at("invalid_params.0.name"));
        assertEquals(404, NODE.get("/v1/tariffs/" + name).status());
    }

    @Test
    void aBackDatedVersionPostsTheDifferenceOnce() {
        String name = TestNode.name("dated-");
        NODE.made("/v1/tariffs", tariff(name, TestFederation.SINCE, "1.00", ""));
        String wallet = wallet(name);
        String other = TestFederation.wallet("1.00");
        use(wallet, 1000);
        use(wallet, 1000);
        use(other, 1000);
        // The control: a version that holds later changes nothing.
        NODE.made("/v1/tariffs", tariff(name, Instant.now().plusSeconds(3_600), "9.00", ""));
        assertPosted(wallet, "0.998000000000");
        NODE.made("/v1/tariffs", tariff(name, TestFederation.SINCE.plusSeconds(60), "1.50", ""));
        assertPosted(wallet, "0.997000000000");
        // The same prices once more: there is no difference.
        NODE.made("/v1/tariffs", tariff(name, TestFederation.SINCE.plusSeconds(120), "1.50", ""));
        String usual = name + "-usual";
        NODE.made("/v1/tariffs", tariff(usual, TestFederation.SINCE, "1.00", ""));
        String later = wallet(usual);
        use(later, 1000);
        NODE.made("/v1/tariffs", tariff(usual, TestFederation.SINCE.plusSeconds(60), "0.50", ""));
        assertPosted(later, "0.999500000000");
        assertPosted(wallet, "0.997000000000");
        assertPosted(other, "0.999500000000");
    }

    private static void assertPosted(String wallet, String posted) {
        NODE.awaitGet(
                "/v1/wallets/" + wallet + "/balance", reply -> reply.at("posted").equals(posted));
    }
}
