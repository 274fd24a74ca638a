package tallystick.app.api;

import java.time.Instant;
import tallystick.app.api.TestNode.Reply;

/** Two operators who roam, their prices and an open window, registered once for all tests. */
public final class TestFederation {

    /** Home of the customers. */
    public static final String HOME = TestNode.name("op-kr-");

    /** Whose factories also serve. */
    public static final String SERVING = TestNode.name("op-fr-");

    /** Who serves too, and settles by itself: for tests beside the one that settles. */
    public static final String ABROAD = TestNode.name("op-de-");

    /** Priced as in the specification's first check. */
    public static final String MODEL = TestNode.name("org/llama-");

    /** Priced as in its second check. */
    public static final String CACHING_MODEL = TestNode.name("claude-");

    /** A customer of the home operator. */
    public static final String TENANT = TestNode.name("tnt-");

    /** The home operator's retail tariff, in EUR. */
    public static final String RETAIL = TestNode.name("retail-");

    /** The serving operator's inter-operator tariff, in EUR. */
    public static final String IOT = TestNode.name("iot-");

    /** The tariff of {@link #ABROAD} between operators, in EUR. */
    public static final String ABROAD_IOT = TestNode.name("iot-de-");

    /** How the two settle. */
    public static final String SETTLEMENT_MODEL = TestNode.name("daily-");

    /** The first window. */
    public static final String WINDOW = TestNode.name("w-");

    /** From when everything holds. */
    public static final Instant SINCE = Instant.parse("2026-01-01T00:00:00Z");

    private static final TestNode NODE = TestNode.get();
    private static boolean ready;

    private TestFederation() {}

    /** Registers everything, at the first call. */
    public static synchronized void register() {
        if (ready) {
            return;
        }
        ready = true;
        for (String[] operator : new String[][] {{HOME, "KR"}, {SERVING, "FR"}, {ABROAD, "DE"}}) {
            NODE.made(
                    "/v1/operators",
                    "{'operator':'%s','country':'%s','currency':'EUR'}"
                            .formatted(operator[0], operator[1]));
            NODE.made(
                    "/v1/factories",
                    "{'factory':'%s','operator':'%s','jurisdiction':'%s'}"
                            .formatted(factory(operator[0]), operator[0], operator[1]));
        }
        NODE.made("/v1/models", "{'model':'" + MODEL + "'}");
        NODE.made("/v1/models", "{'model':'" + CACHING_MODEL + "'}");
        NODE.made("/v1/tenants", "{'tenant':'%s','operator':'%s'}".formatted(TENANT, HOME));
        NODE.made("/v1/tariffs", tariff(RETAIL, "retail", HOME));
        roams(SERVING, IOT, SETTLEMENT_MODEL, WINDOW);
        roams(ABROAD, ABROAD_IOT, TestNode.name("daily-de-"), TestNode.name("w-de-"));
    }

    private static void roams(String serving, String iot, String settlementModel, String window) {
        NODE.made("/v1/tariffs", tariff(iot, "inter_operator", serving));
        NODE.made(
                "/v1/agreements",
                ("{'agreement':'%s','home_operator':'%s','serving_operator':'%s',"
                                + "'inter_operator_tariff':'%s','settlement_model':'%s',"
                                + "'effective_from':'%s'}")
                        .formatted(
                                TestNode.name("agr-"), HOME, serving, iot, settlementModel, SINCE));
        NODE.made(
                "/v1/settlement/windows",
                "{'window':'%s','settlement_model':'%s','starts_at':'%s'}"
                        .formatted(window, settlementModel, SINCE));
    }

    /** The site of an operator. */
    public static String factory(String operator) {
        return operator.replace("op-", "site-");
    }

    private static String tariff(String name, String kind, String operator) {
        String[][] prices = {
            {MODEL, "input.uncached", "0.50"},
            {MODEL, "input.cache_read", "0.05"},
            {MODEL, "output.text", "3.00"},
            {MODEL, "output.reasoning", "3.00"},
            {CACHING_MODEL, "input.uncached", "3.00"},
            {CACHING_MODEL, "input.cache_write_5m", "3.75"},
            {CACHING_MODEL, "output.text", "15.00"},
        };
        StringBuilder lines = new StringBuilder();
        for (String[] price : prices) {
            lines.append(lines.isEmpty() ? "" : ",")
                    .append(
                            "{'model':'%s','class':'%s','per_million':'%s'}"
                                    .formatted((Object[]) price));
        }
        return ("{'tariff':'%s','kind':'%s','operator':'%s','asset':'EUR','zone':'Asia/Seoul',"
                        + "'effective_from':'%s','prices':[%s]}")
                .formatted(name, kind, operator, SINCE, lines);
    }

    /** Opens a wallet with credit. */
    public static String wallet(String credit) {
        register();
        Reply wallet =
                NODE.made(
                        "/v1/wallets",
                        "{'tenant':'%s','asset':'EUR','tariff':'%s'}".formatted(TENANT, RETAIL));
        NODE.made(
                "/v1/wallets/" + wallet.at("wallet") + "/grants",
                "{'amount':'%s','asset':'EUR','kind':'paid'}".formatted(credit));
        return wallet.at("wallet");
    }

    /** A usage event that ended now. */
    public static String event(
            String wallet, String id, String model, String usage, String servingOperator) {
        return ("{'specversion':'1.0','id':'%s','source':'/operators/%s/factories/%s/gateways/gw',"
                        + "'type':'taas.usage.token.recorded.v1','subject':'%s','time':'%s',"
                        + "'datacontenttype':'application/json','data':{'request_id':'r-%s',"
                        + "'model':{'requested':'%s'},%s,'parties':{'home_operator':'%s',"
                        + "'serving_operator':'%s','tenant':'%s'}}}")
                .formatted(
                        id,
                        servingOperator,
                        factory(servingOperator),
                        wallet,
                        Instant.now(),
                        id,
                        model,
                        usage,
                        HOME,
                        servingOperator,
                        TENANT)
                .replace('\'', '"');
    }

    /** A usage event of home traffic that ended now. */
    public static String event(String wallet, String id, String usage) {
        return event(wallet, id, MODEL, usage, HOME);
    }
}
