package tallystick.app.wiring;

import java.time.Instant;
import tallystick.app.api.TestNode;

/** One operator, one tariff at 700 a million tokens, and wallets of 1,000 KRW. */
final class PlainCustomers {

    private PlainCustomers() {}

    static void prepare(TestNode node) {
        node.made("/v1/operators", "{'operator':'op','country':'KR','currency':'KRW'}");
        node.made("/v1/models", "{'model':'llama'}");
        node.made("/v1/tenants", "{'tenant':'t','operator':'op'}");
        node.made(
                "/v1/tariffs",
                "{'tariff':'retail','kind':'retail','operator':'op','asset':'KRW',"
                        + "'effective_from':'2026-01-01T00:00:00Z','prices':["
                        + "{'model':'llama','class':'input.uncached','per_million':'700'}]}");
        node.made(
                "/v1/settlement/windows",
                "{'window':'w1','settlement_model':'daily','starts_at':'2026-01-01T00:00:00Z'}");
    }

    static String wallet(TestNode node) {
        String wallet = TestNode.name("wal-");
        node.made(
                "/v1/wallets",
                "{'wallet':'%s','tenant':'t','asset':'KRW','tariff':'retail'}".formatted(wallet));
        node.made(
                "/v1/wallets/" + wallet + "/grants",
                "{'amount':'1000','asset':'KRW','kind':'paid'}");
        return wallet;
    }

    /** Records one request of so many input tokens. */
    static void use(TestNode node, String wallet, int tokens) {
        String id = TestNode.name("u-");
        String event =
                ("[{'specversion':'1.0','id':'%s','source':'/operators/op/factories/f/gateways/g',"
                     + "'type':'taas.usage.token.recorded.v1','subject':'%s','time':'%s',"
                     + "'datacontenttype':'application/json','data':{'request_id':'%s',"
                     + "'model':{'requested':'llama'},'usage':{'input':{'uncached':%d}},"
                     + "'parties':{'home_operator':'op','serving_operator':'op','tenant':'t'}}}]")
                        .formatted(id, wallet, Instant.now(), id, tokens)
                        .replace('\'', '"');
        TestNode.Reply reply = node.events(event);
        if (reply.json().path("accepted").asInt() != 1) {
            throw new AssertionError(reply.text());
        }
    }
}
