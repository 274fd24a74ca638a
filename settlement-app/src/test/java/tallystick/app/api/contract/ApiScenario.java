package tallystick.app.api.contract;

import java.math.BigDecimal;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import tallystick.app.api.TestNode;
import tallystick.app.api.TestNode.Reply;
import tallystick.app.demo.DemoBank;
import tools.jackson.databind.JsonNode;

/**
 * Every operation of the API at least once, with success, on a federation of its own: what the
 * coverage of the document is counted by, and what the fuzz run starts from. A new operation gets
 * its line here.
 */
final class ApiScenario {

    /** Operations that are not in it, and why. */
    static final Map<String, String> LEFT_OUT =
            Map.of(
                    "GET /v1/stream",
                    "its answer has no end; a test of its own reads the beginning",
                    "GET /v1/console/stream",
                    "the same",
                    "GET /v1/settlement/instructions/{uetr}.xml",
                    "needs to be told who is who to banks; SettlementDocumentsTest asks for it",
                    "GET /v1/settlement/windows/{window}/instructions/{asset}.xml",
                    "the same");

    private static final String SINCE = "2026-01-01T00:00:00Z";

    private final TestNode node;
    private final List<Exchange> done = new ArrayList<>();
    private final String home = TestNode.name("op-a-");
    private final String serving = TestNode.name("op-b-");
    private final String homeSite = TestNode.name("site-a-");
    private final String servingSite = TestNode.name("site-b-");
    private final String model = TestNode.name("org/m-");
    private final String tenant = TestNode.name("tnt-");
    private final String retail = TestNode.name("retail-");
    private final String iot = TestNode.name("iot-");
    private final String agreement = TestNode.name("agr-");
    private final String window = TestNode.name("w-");
    private final String wallet = TestNode.name("wal-");

    private ApiScenario(TestNode node) {
        this.node = node;
    }

    /**
     * Runs it.
     *
     * @return what was said and answered, in order
     * @throws AssertionError when anything is refused
     */
    static List<Exchange> run(TestNode node) {
        ApiScenario scenario = new ApiScenario(node);
        scenario.reference();
        scenario.wallets();
        scenario.quotas();
        scenario.holds();
        String webhook = scenario.webhooks();
        scenario.usage();
        scenario.suspense();
        scenario.deliveries(webhook);
        scenario.caps();
        scenario.settlement();
        scenario.history();
        scenario.keys();
        scenario.persons();
        scenario.tables();
        return scenario.done;
    }

    private void reference() {
        post("/v1/operators", "{'operator':'%s','country':'KR','currency':'EUR'}", home);
        post(
                "/v1/operators",
                "{'operator':'%s','country':'FR','currency':'EUR','public_key':'%s'}",
                serving,
                "A".repeat(43) + "=");
        post(
                "/v1/factories",
                "{'factory':'%s','operator':'%s','jurisdiction':'KR'}",
                homeSite,
                home);
        post(
                "/v1/factories",
                "{'factory':'%s','operator':'%s','jurisdiction':'FR'}",
                servingSite,
                serving);
        post("/v1/models", "{'model':'%s'}", model);
        post("/v1/tenants", "{'tenant':'%s','operator':'%s'}", tenant, home);
        post(
                "/v1/tariffs",
                "{'tariff':'%s','kind':'retail','operator':'%s','asset':'EUR','zone':'Asia/Seoul',"
                        + "'effective_from':'%s','minimum_charge':'0.000001','prices':[%s]}",
                retail,
                home,
                SINCE,
                prices());
        post(
                "/v1/tariffs",
                "{'tariff':'%s','kind':'inter_operator','operator':'%s','asset':'EUR',"
                        + "'effective_from':'%s','prices':[%s]}",
                iot,
                serving,
                SINCE,
                prices());
        post(
                "/v1/tariffs",
                "{'tariff':'%s','kind':'retail','operator':'%s','asset':'EUR','tier_period':'day',"
                        + "'effective_from':'2100-01-01T00:00:00+09:00','prices':[{'model':'%s',"
                        + "'class':'output.text','jurisdiction':'KR','per_million':'2',"
                        + "'mode':'graduated','tiers':[{'from':1000,'per_million':'1.5'}]}]}",
                TestNode.name("tiers-"),
                home,
                model);
        post(
                "/v1/agreements",
                "{'agreement':'%s','home_operator':'%s','serving_operator':'%s',"
                        + "'inter_operator_tariff':'%s','settlement_model':'%s-daily',"
                        + "'effective_from':'%s'}",
                agreement,
                home,
                serving,
                iot,
                window,
                SINCE);
        for (String list :
                List.of("operators", "factories", "models", "tenants", "tariffs", "agreements")) {
            get("/v1/" + list + "?limit=2");
        }
        get("/v1/operators/" + home);
        get("/v1/factories/" + homeSite);
        get("/v1/models/" + model);
        get("/v1/tenants/" + tenant);
        get("/v1/tariffs/" + retail);
        get("/v1/tariffs/" + retail + "/versions");
        get("/v1/tariffs/" + retail + "/versions/1");
        get("/v1/agreements/" + agreement);
        get("/v1/agreements/" + agreement + "/versions");
        post(
                "/v1/settlement/windows",
                "{'window':'%s','settlement_model':'%s-daily','starts_at':'%s'}",
                window,
                window,
                SINCE);
    }

    private String prices() {
        StringBuilder prices = new StringBuilder();
        for (String tokenClass : List.of("input.uncached", "input.cache_read", "output.text")) {
            prices.append(prices.isEmpty() ? "" : ",")
                    .append("{'model':'%s','class':'%s',".formatted(model, tokenClass))
                    .append("'jurisdiction':'*','per_million':'0.50','mode':'flat'}");
        }
        return prices.toString();
    }

    private void wallets() {
        String other = TestNode.name("wal-");
        String gift = TestNode.name("gift-");
        for (String name : List.of(wallet, other)) {
            post(
                    "/v1/wallets",
                    "{'wallet':'%s','tenant':'%s','asset':'EUR','tariff':'%s',"
                            + "'overdraft_limit':'10','allowed_jurisdictions':['KR','FR']}",
                    name,
                    tenant,
                    retail);
        }
        String path = "/v1/wallets/" + wallet;
        post(
                path + "/grants",
                "{'amount':'100.00','asset':'EUR','kind':'paid','priority':10,"
                        + "'effective_at':null}");
        post(
                path + "/grants",
                "{'grant':'%s','amount':'5','asset':'EUR','kind':'promo','effective_at':'%s',"
                        + "'expires_at':'2100-01-01T00:00:00+01:00','applies_to':['%s'],"
                        + "'rollover':{'share_basis_points':5000,'period':'P30D','times':1}}",
                gift,
                SINCE,
                model);
        get(path + "/grants");
        get(path + "/grants/" + gift);
        post(path + "/grants/" + gift + "/void", "{'reason':'granted by mistake'}");
        post(path + "/transfers", "{'to_wallet':'%s','amount':'10','asset':'EUR'}", other);
        put(path + "/auto-topup", "{'threshold':'1','amount':'50'}");
        put(path + "/alerts", "{'thresholds':['10','1']}");
        post("/v1/wallets/" + other + "/suspend", "{'reason':'unpaid'}");
        get("/v1/wallets/" + other + "/balance");
        post("/v1/wallets/" + other + "/resume", "{}");
        get("/v1/wallets?limit=5");
        get(path);
        get(path + "/balance");
    }

    private void quotas() {
        String path = "/v1/wallets/" + wallet + "/quotas/";
        put(path + "tpm", "{'window':'minute','measure':'tokens','limit':2000000,'burst':1000}");
        put(path + "gone", "{'window':'day','measure':'requests','limit':9,'mode':'shadow'}");
        delete(path + "gone");
        String name = TestNode.name("spend-");
        put(
                "/v1/quotas/" + name,
                "{'scope':'tenant','subject':'%s','window':'month','sliding':true,"
                        + "'measure':'money','asset':'EUR','limit':'1000','mode':'soft'}",
                tenant);
        get("/v1/quotas?limit=5");
        get("/v1/quotas/" + name);
        get("/v1/wallets/" + wallet + "/quotas");
        get(path + "tpm");
        delete("/v1/quotas/" + name);
    }

    private void holds() {
        String path = "/v1/wallets/" + wallet + "/holds";
        String used = "'used':{'input':{'uncached':15},'output':{'text':%d}}";
        String hold = open(path);
        post(
                "/v1/holds/" + hold + "/extend",
                "{'sequence':1," + used.formatted(90) + ",'slice':{'output':100}}");
        post(
                "/v1/holds/" + hold + "/commit",
                "{'sequence':2," + used.formatted(150) + ",'final':true}");
        post("/v1/holds/" + open(path) + "/release", "{'sequence':1,'reason':'cancelled'}");
        // These stay open: what is tried on them later is not refused for that alone.
        post(
                "/v1/holds/" + open(path) + "/extend",
                "{'sequence':1," + used.formatted(1) + ",'slice':{'output':10}}");
        get(path);
        get("/v1/holds/" + hold);
    }

    private String open(String path) {
        return post(
                        path,
                        "{'hold':'%s','model':'%s','factory':'%s','api_key':'shop',"
                                + "'estimate':{'input':{'uncached':15}},'slice':{'output':100},"
                                + "'ttl':'PT6H','max_lifetime':'PT12H','on_expiry':'release'}",
                        TestNode.name("hld_"),
                        model,
                        homeSite)
                .at("hold");
    }

    private String event(String time, String operator, String site) {
        return ("{'specversion':'1.0','id':'%s','source':'/operators/%s/factories/%s/gateways/gw',"
                    + "'type':'taas.usage.token.recorded.v1','subject':'%s','time':'%s',"
                    + "'datacontenttype':'application/json','data':{'request_id':'r',"
                    + "'model':{'requested':'%s'},'operation':'chat','streamed':true,"
                    + "'usage':{'input':{'uncached':1000000,'cache_read':5},'output':{'text':10}},"
                    + "'measurement':{'method':'engine_reported'},"
                    + "'parties':{'home_operator':'%s','serving_operator':'%s','tenant':'%s'},"
                    + "'sovereignty':{'site':'%s','allowed':['KR','FR']},'labels':{'team':'x'}}}")
                .formatted(
                        TestNode.name("e-"),
                        operator,
                        site,
                        wallet,
                        time,
                        model,
                        home,
                        operator,
                        tenant,
                        site)
                .replace('\'', '"');
    }

    private void usage() {
        String hourAgo = Instant.now().minusSeconds(3_600).toString();
        String now = Instant.now().toString();
        events("cloudevents+json", event(now, home, homeSite));
        events(
                "cloudevents-batch+json",
                "[%s,%s]"
                        .formatted(
                                event(hourAgo, serving, servingSite),
                                event(now, home, homeSite)
                                        .replace(
                                                "\"usage\":{",
                                                "\"usage_raw\":{\"dialect\":\"openai.chat\","
                                                    + "\"object\":{\"prompt_tokens\":5,"
                                                    + "\"completion_tokens\":7,"
                                                    + "\"total_tokens\":12}},\"usage_was\":{")));
        events(
                "x-ndjson",
                event(now, home, homeSite) + "\n" + event(now, serving, servingSite) + "\n");
        send(BinaryMode.request(node, event(now, home, homeSite)));
    }

    private void suspense() {
        String old = Instant.now().minusSeconds(40L * 86_400).toString();
        String position =
                events("cloudevents+json", event(old, home, homeSite)).at("results.0.position");
        get("/v1/suspense?limit=5");
        get("/v1/suspense/" + position);
        as("alice", "/v1/suspense/" + position + "/propose", "{'reason':'cut off'}");
        as("bob", "/v1/suspense/" + position + "/approve", "{}");
    }

    /** No name ends in {@code .invalid} (RFC 2606): what is sent there never arrives. */
    private String webhooks() {
        String webhook =
                post(
                                "/v1/webhooks",
                                "{'url':'https://hooks.invalid/usage','description':'till',"
                                        + "'operator':'%s','tenant':'%s','wallets':['%s'],"
                                        + "'types':['usage.suspended'],'jurisdiction':null}",
                                home,
                                tenant,
                                wallet)
                        .at("webhook");
        String path = "/v1/webhooks/" + webhook;
        post(path + "/rotate-secret", "{'overlap':'PT1H'}");
        post(path + "/enable", "{}");
        get(path);
        get("/v1/webhooks?limit=5");
        post("/v1/webhooks", "{'url':'https://kr.invalid:8443/','jurisdiction':'KR'}");
        String other =
                post("/v1/webhooks", "{'url':'https://all.invalid/?a=b','operator':'%s'}", home)
                        .at("webhook");
        delete("/v1/webhooks/" + other);
        return webhook;
    }

    private void deliveries(String webhook) {
        String path = "/v1/webhooks/" + webhook + "/deliveries";
        String delivery = get(path + "?state=pending&limit=5").at("deliveries.0.delivery");
        post(path + "/" + delivery + "/resend", "{}");
    }

    private void caps() {
        String path = "/v1/settlement/caps/" + home;
        put(path, "{'asset':'EUR','cap':'250000','haircut_basis_points':9000}");
        put(path + "/" + serving, "{'asset':'EUR','cap':'100000'}");
        get("/v1/settlement/caps");
        get(path + "?asset=EUR");
        get(path + "/" + serving + "?asset=EUR");
    }

    /** A model whose windows take their own steps, and what a sender says of a batch. */
    private void windowRun(String path) {
        String own = TestNode.name("model-");
        post(
                "/v1/settlement/models",
                "{'model':'%s','calendar':'business_daily','time_zone':'Asia/Seoul',"
                        + "'cut_off_at':'18:30','grace':'PT1H','affirm_within':'P1D',"
                        + "'tolerance_minor':5,'currencies':[{'currency':'EUR',"
                        + "'weekend':['saturday','sunday'],'holidays':['2026-12-25']}]}",
                own);
        get("/v1/settlement/models?limit=5");
        get("/v1/settlement/models/" + own);
        get(path + "/schedule");
        post(
                path + "/batches",
                "{'serving_operator':'%s','home_operator':'%s','sequence':1,'records':0,"
                        + "'tokens':0}",
                home,
                serving);
        get(path + "/gap-report");
    }

    private void settlement() {
        String path = "/v1/settlement/windows/" + window;
        windowRun(path);
        post(
                path + "/cutoff",
                "{'cut_off':'%s','next_window':'%s-next'}",
                Instant.now().minusSeconds(60).toString(),
                window);
        for (String step : List.of("seal", "calculate")) {
            post(path + "/" + step, "{}");
        }
        String soon = Instant.now().plusSeconds(3_600).toString();
        post(path + "/issue", "{'affirm_by':'%s','tolerance_minor':5}", soon);
        affirm(path);
        post(path + "/net", "{}");
        exchange(path);
        close(path);
        get("/v1/settlement/windows?limit=5");
        get(path);
        String statement = get(path + "/statements").at("statements.0.statement");
        get(path + "/positions");
        get("/v1/settlement/windows/" + window + "-next/exposure");
        get("/v1/settlement/statements/" + statement);
    }

    /** A fixing, and a bank that exchanges; nobody's net is in a currency it does not settle in. */
    private void exchange(String path) {
        String source = TestNode.name("fix-");
        String bank = TestNode.name("bank-");
        String fixedAt = Instant.now().minusSeconds(60).toString();
        post("/v1/operators", "{'operator':'%s','country':'DE','currency':'EUR'}", bank);
        KeyPair keys = SigningKeys.ed25519();
        post(
                "/v1/settlement/fx-sources",
                "{'source':'%s','public_key':'%s'}",
                source,
                SigningKeys.raw(keys));
        get("/v1/settlement/fx-sources?limit=5");
        String form =
                String.join(
                        "\n",
                        "tallystick-fx-fixing",
                        source,
                        fixedAt,
                        "EUR",
                        "USD",
                        "1.0845",
                        "700",
                        "EUR USD",
                        "");
        post(
                "/v1/settlement/fx-fixings",
                "{'source':'%s','fixed_at':'%s','base':'EUR','quote':'USD','mid':'1.0845',"
                        + "'spread_ppm':700,'path':['EUR','USD'],'signature':'%s'}",
                source,
                fixedAt,
                SigningKeys.sign(keys, form));
        get("/v1/settlement/fx-fixings?limit=5");
        String terms =
                "{'settlement_model':'%s-daily','agent':'%s','source':'%s','max_age':'PT1H',"
                        + "'settle_in':[%s]}";
        post(
                "/v1/settlement/fx-terms",
                terms,
                window,
                bank,
                source,
                "{'operator':'" + home + "','currency':'USD'}");
        get("/v1/settlement/fx-terms?limit=5");
        post(path + "/convert", "{}");
        get(path + "/conversion");
        post(path + "/convert", "{'without':['%s']}", home);
        // Windows that come after this one are settled in the currencies of their invoices.
        post("/v1/settlement/fx-terms", terms, window, bank, source, "");
    }

    private void affirm(String path) {
        Reply asked = get(path + "/affirmations");
        String statement = "/v1/settlement/statements/" + asked.at("sides.0.statement");
        as("kim", statement + "/affirm", "{'operator':'%s'}", home);
        as("lee", statement + "/affirm/check", "{'operator':'%s'}", home);
        as(
                "marie",
                statement + "/aggregate",
                "{'operator':'%s','hash':'%s','total':'%s'}",
                serving,
                asked.at("sides.0.hash"),
                asked.at("sides.0.total"));
    }

    private void close(String path) {
        String hash = get(path + "/approvals").at("hash");
        as("hub-maker", path + "/approve", "{'hash':'%s'}", hash);
        as("hub-risk", path + "/approve/check", "{'hash':'%s'}", hash);
        post(path + "/fund", "{'due_by':'%s'}", Instant.now().plusSeconds(3_600).toString());
        String due = get(path + "/funding").at("calls.0.due");
        post(
                path + "/payins",
                "{'operator':'%s','asset':'EUR','amount':'%s','entry':'%s'}",
                home,
                due,
                TestNode.name("in-"));
        as("treasury-a", path + "/instruct", "{'value_date':'2026-11-23'}");
        as("treasury-b", path + "/instruct/check", "{}");
        String uetr = get(path + "/instructions").at("legs.0.uetr");
        post(
                path + "/confirm",
                "{'uetr':'%s','asset':'EUR','amount':'%s','entry':'%s'}",
                uetr,
                due,
                TestNode.name("out-"));
        trail(path, uetr, new BigDecimal(due).setScale(2));
        post(path + "/finalise", "{}");
        dispute(path);
        get(path + "/finality");
        abort();
        defaults();
    }

    /** A debtor is taken out of one window, and covered in the next. */
    private void defaults() {
        String path = inDefault("-last", "-then");
        as(
                "hub-maker",
                path + "/recast",
                "{'operator':'%s','rule':'unwind_owed_by_defaulter'}",
                home);
        as("hub-risk", path + "/recast/check", "{'operator':'%s'}", home);
        lifted(path);
        path = inDefault("-then", "-after");
        String due = get(path + "/funding").at("calls.0.due");
        String pledge = "{'asset':'EUR','amount':'%s','entry':'%s'}";
        post("/v1/settlement/collateral/" + home + "/deposit", pledge, due, TestNode.name("in-"));
        post(
                "/v1/settlement/collateral/" + serving + "/deposit",
                pledge,
                "5",
                TestNode.name("in-"));
        post(
                "/v1/settlement/collateral/" + serving + "/withdraw",
                pledge,
                "1",
                TestNode.name("out-"));
        as("treasury-a", path + "/cover", "{'operator':'%s'}", home);
        lifted(path);
        get("/v1/settlement/collateral");
        get(path + "/defaults");
    }

    private void lifted(String path) {
        as("hub-maker", path + "/lift", "{'operator':'%s','reason':'dealt with'}", home);
        as("hub-risk", path + "/lift/check", "{'operator':'%s'}", home);
    }

    /** The path of a window whose debtor did not pay in. */
    private String inDefault(String name, String next) {
        String path = "/v1/settlement/windows/" + window + name;
        events(
                "cloudevents+json",
                event(Instant.now().minusSeconds(1).toString(), serving, servingSite));
        post(
                path + "/cutoff",
                "{'cut_off':'%s','next_window':'%s'}",
                Instant.now().toString(),
                window + next);
        for (String step : List.of("seal", "calculate", "issue", "net")) {
            post(path + "/" + step, "{}");
        }
        String hash = get(path + "/approvals").at("hash");
        as("hub-maker", path + "/approve", "{'hash':'%s'}", hash);
        as("hub-risk", path + "/approve/check", "{'hash':'%s'}", hash);
        post(path + "/fund", "{'due_by':'%s'}", Instant.now().plusMillis(300).toString());
        node.awaitGet(path + "/defaults", reply -> reply.text().contains("payin_late"));
        post(
                path + "/grace",
                "{'operator':'%s','until':'%s'}",
                home,
                Instant.now().plusMillis(100).toString());
        LockSupport.parkNanos(200_000_000L);
        as("hub-maker", path + "/default", "{'operator':'%s','reference':'rulebook 7'}", home);
        as("hub-risk", path + "/default/check", "{'operator':'%s'}", home);
        return path;
    }

    /** One that is agreed, and one that goes to the arbiter. */
    private void dispute(String path) {
        String statement = get(path + "/statements").at("statements.0.statement");
        String opened = "/v1/settlement/statements/" + statement + "/dispute";
        String claim =
                "{'dispute':'%s','operator':'%s','reason':'rated twice',"
                        + "'claims':[{'line':0,'amount':'0.02'}]}";
        String grant = "'grants':[{'line':0,'amount':'0.01'}]";
        String first = TestNode.name("d-");
        String path1 = "/v1/settlement/disputes/" + first;
        as("kim", opened, claim, first, home);
        as("marie", path1 + "/acknowledge", "{'operator':'%s'}", serving);
        as("kim", path1 + "/evidence", "{'operator':'%s','evidence':'%s'}", home, "e".repeat(64));
        as("marie", path1 + "/agree", "{'operator':'%s'," + grant + "}", serving);
        as("hub-maker", path1 + "/resolve", "{}");
        get(path1);
        String second = TestNode.name("d-");
        String path2 = "/v1/settlement/disputes/" + second;
        as("kim", opened, claim, second, home);
        as("marie", path2 + "/reject", "{'operator':'%s','reason':'as agreed'}", serving);
        as("kim", path2 + "/escalate", "{'operator':'%s','reason':'it is not'}", home);
        as("judge", path2 + "/arbitrate", "{'reason':'half'," + grant + "}");
        get(path + "/disputes");
    }

    /** A bank reports it too, under another reference; from its entry to usage and back. */
    private void trail(String path, String uetr, BigDecimal rest) {
        DemoBank bank = new DemoBank(TestNode.name("B"), LocalDate.of(2026, 11, 23));
        String xml = bank.notification(List.of(bank.credit(serving, "EUR", rest, uetr)));
        Reply report =
                send(
                        node.request("/v1/settlement/cash-reports")
                                .header("Content-Type", "application/xml")
                                .POST(BodyPublishers.ofString(xml))
                                .build());
        String entry = report.at("entries.0.entry");
        get("/v1/settlement/entries?entry=" + entry.replace(" ", "%20"));
        get("/v1/settlement/legs/" + uetr);
        Reply position = get(path + "/positions/" + serving + "/EUR");
        String lines =
                "/v1/settlement/statements/" + position.at("statements.0.statement") + "/lines";
        get(lines);
        get(lines + "/1");
        Reply events = get(lines + "/1/events?limit=1");
        get("/v1/settlement/usage/" + events.at("events.0.position"));
        get(
                "/v1/settlement/usage?source="
                        + URLEncoder.encode(events.at("events.0.source"), StandardCharsets.UTF_8)
                        + "&id="
                        + events.at("events.0.id"));
        get(path + "/terms");
        get(path + "/seal");
        get(path + "/usage-report");
        String window = path.substring(path.lastIndexOf('/') + 1);
        JsonNode sums = get(path + "/sums").json().path("sums");
        get(path + "/sums/" + serving);
        for (JsonNode root : sums) {
            String of = root.path("of").asString();
            boolean isPair = of.startsWith(window + ":" + home + ":" + serving);
            if (isPair && !of.endsWith(":credits")) {
                String share = "/v1/settlement/statements/" + of + "/sums/" + wallet;
                send(node.request(share).GET().build());
            }
        }
        send(node.request("/v1/wallets/" + wallet + "/sums?window=" + window).GET().build());
        String document = get(path + "/documents").at("documents.0.document");
        for (String type : List.of("application/json", "text/csv", "application/pdf")) {
            send(
                    node.request(node.fresh("/v1/settlement/documents/" + document))
                            .header("Accept", type)
                            .GET()
                            .build());
        }
    }

    /** The window after it has nothing in it, and is given up. */
    private void abort() {
        String path = "/v1/settlement/windows/" + window + "-next";
        post(
                path + "/cutoff",
                "{'cut_off':'%s','next_window':'%s-last'}",
                Instant.now().minusSeconds(1).toString(),
                window);
        for (String step : List.of("seal", "calculate", "issue", "net")) {
            post(path + "/" + step, "{}");
        }
        as("hub-maker", path + "/abort", "{'reason':'nothing to settle'}");
        as("hub-risk", path + "/abort/check", "{}");
    }

    private void history() {
        String path = "/v1/wallets/" + wallet;
        String now = Instant.now().toString();
        get(path + "/balance?as_of=" + now + "&known_at=" + now);
        get(path + "/usage?from=" + SINCE + "&to=2026-12-31T00:00:00Z");
        String position = get(path + "/entries?limit=3").at("entries.0.position");
        get(path + "/entries/" + position + "/explain");
        get(path + "/statement?period=" + now.substring(0, 7) + "&zone=Asia/Seoul&detail=entries");
        send(
                node.request(path + "/statement?from=" + SINCE + "&to=" + now)
                        .header("Accept", "text/csv")
                        .GET()
                        .build());
        send(
                node.request(path + "/statement?period=" + now.substring(0, 7))
                        .header("Accept", "application/pdf")
                        .GET()
                        .build());
        get(path + "/focus?period=" + now.substring(0, 7) + "&zone=Asia/Seoul");
        get("/v1/audit/events?limit=50&wallet=" + wallet + "&from=" + SINCE);
        get("/v1/audit/events?limit=5&type=UsageRecorded&operator=" + home);
        send(
                node.request("/v1/audit/events?limit=5&from=" + now)
                        .header("Accept", "application/x-ndjson")
                        .GET()
                        .build());
        get("/v1/audit/events/" + position);
        get("/v1/audit/jurisdictions/KR");
        send(node.request("/v1/audit/jurisdictions/XX/facts").GET().build());
        log();
        evidence();
        get("/v1/ledger");
    }

    /** A vendor's usage object, there and back. */
    private void evidence() {
        String id = TestNode.name("evidence-");
        events(
                "cloudevents+json",
                event(Instant.now().toString(), home, homeSite)
                        .replaceAll("\"source\":\"[^\"]*\"", "\"source\":\"plain-gw\"")
                        .replaceFirst("\"id\":\"[^\"]*\"", "\"id\":\"" + id + "\"")
                        .replaceFirst(
                                "\"usage\":\\{.*?\\}\\}",
                                "\"usage_raw\":{\"dialect\":\"vllm\",\"object\":"
                                        + "{\"prompt_tokens\":7,\"completion_tokens\":5}}"));
        send(node.request("/v1/audit/evidence?source=plain-gw&id=" + id).GET().build());
    }

    /** A receipt, and the log's static files. */
    private void log() {
        String id = TestNode.name("receipt-");
        events(
                "cloudevents+json",
                event(Instant.now().toString(), home, homeSite)
                        .replaceAll("\"source\":\"[^\"]*\"", "\"source\":\"plain-gw\"")
                        .replaceFirst("\"id\":\"[^\"]*\"", "\"id\":\"" + id + "\""));
        send(node.request("/v1/audit/receipts/plain-gw/" + id).GET().build());
        send(node.request("/v1/audit/receipts?source=plain-gw&id=" + id).GET().build());
        send(node.request("/v1/audit/export").GET().build());
        send(node.request("/tlog/checkpoint").GET().build());
        send(node.request("/tlog/tile/0/000.p/1").GET().build());
        send(node.request("/tlog/tile/entries/000.p/1").GET().build());
    }

    private void keys() {
        String key =
                post(
                                "/v1/api-keys",
                                "{'operator':'%s','tenant':'%s','wallets':['%s'],'subject':'shop',"
                                        + "'label':'till','roles':['wallet:read'],"
                                        + "'expires_at':'2100-01-01T00:00:00Z'}",
                                home,
                                tenant,
                                wallet)
                        .at("api_key");
        get("/v1/api-keys?limit=5");
        get("/v1/api-keys/" + key);
        post("/v1/api-keys/" + key + "/revoke", "{'reason':'lost'}");
    }

    private void persons() {
        String person =
                post(
                                "/v1/persons",
                                "{'operator':'%s','fields':[{'field':'email','value':'a@b.c'}]}",
                                home)
                        .at("person");
        String path = "/v1/persons/" + person;
        get(path);
        post("/v1/persons/find", "{'actor':'scenario'}");
        post(path + "/hold", "{'matter':'2026/1'}");
        post(path + "/hold/lift", "{'matter':'2026/1'}");
        as("other", path + "/hold/lift/check", "{'matter':'2026/1'}");
        post(path + "/erase", "{}");
    }

    private void tables() {
        get("/v1/projections");
        get("/v1/projections/wallet/parked");
        bare("/v1/projections/wallet/retry");
        bare("/v1/projections/usage/rebuild");
        bare("/v1/projections/check");
        get("/v1/console");
        send(node.request("/v1/metrics").GET().build());
    }

    // ---- sending

    private Reply post(String path, String body, String... names) {
        return as("scenario", path, body, names);
    }

    private Reply as(String actor, String path, String body, String... names) {
        return send(
                node.request(path)
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", TestNode.name("key-"))
                        .header("X-Actor", actor)
                        .POST(json(body, names))
                        .build());
    }

    private Reply put(String path, String body, String... names) {
        return send(
                node.request(path)
                        .header("Content-Type", "application/json")
                        .PUT(json(body, names))
                        .build());
    }

    private static HttpRequest.BodyPublisher json(String body, String... names) {
        String whole = names.length == 0 ? body : body.formatted((Object[]) names);
        return BodyPublishers.ofString(whole.replace('\'', '"'));
    }

    private void delete(String path) {
        send(node.request(path).DELETE().build());
    }

    private void bare(String path) {
        send(node.request(path).POST(BodyPublishers.noBody()).build());
    }

    private Reply events(String type, String body) {
        return send(
                node.request("/v1/events")
                        .header("Content-Type", "application/" + type)
                        .header("Prefer", "handling=lenient")
                        .POST(BodyPublishers.ofByteArray(body.getBytes(StandardCharsets.UTF_8)))
                        .build());
    }

    /** A GET that sees what was written before it. */
    private Reply get(String path) {
        return send(node.request(node.fresh(path)).GET().build());
    }

    private Reply send(HttpRequest request) {
        Reply reply = node.send(request);
        if (reply.status() / 100 != 2) {
            throw new AssertionError(request + ": " + reply.status() + " " + reply.text());
        }
        done.add(Exchange.of(request, reply.response(), reply.response().body()));
        return reply;
    }
}
