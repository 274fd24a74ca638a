package tallystick.app.security;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tallystick.app.RunningNode;
import tallystick.app.TestNode;
import tallystick.app.api.contract.ContractWatch;
import tallystick.app.security.key.ApiKeyCreated;
import tallystick.app.security.key.KeyRing;
import tallystick.app.security.key.KeyText;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A whole node that asks for credentials, with two operators who roam, their tenants and wallets,
 * and keys of every sort. Each test class that needs one starts its own.
 */
final class SecuredNode implements AutoCloseable {

    static final String ADMIN = KeyText.generate();
    static final String MODEL = "llama";
    static final String SINCE = "2026-01-01T00:00:00Z";

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** An answer. */
    record Reply(int status, String text, JsonNode json, HttpResponse<String> response) {

        String code() {
            return json.path("code").asString("");
        }

        String at(String path) {
            return json.at("/" + path.replace('.', '/')).asString("");
        }
    }

    final RunningNode node;

    /** Position of the last write, for reads that must see it. */
    private String lastPosition = "-1";

    SecuredNode(RunningNode node) {
        this.node = node;
    }

    static SecuredNode start(Path data, Map<String, ?> more) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("tallystick.security.mode", "keys");
        properties.put("tallystick.security.bootstrap-key", ADMIN);
        properties.putAll(more);
        return new SecuredNode(TestNode.start(data, properties));
    }

    static Path directory() throws IOException {
        return Files.createTempDirectory("tallystick-security");
    }

    /** Registers kr and fr, who roam: tenants acme and beta in kr, gamma in fr, a wallet each. */
    SecuredNode withFederation() {
        for (String[] operator : new String[][] {{"op-kr", "KR"}, {"op-fr", "FR"}}) {
            made(
                    "/v1/operators",
                    "{'operator':'%s','country':'%s','currency':'EUR'}"
                            .formatted(operator[0], operator[1]));
            made(
                    "/v1/factories",
                    "{'factory':'%s','operator':'%s','jurisdiction':'%s'}"
                            .formatted("site-" + operator[1], operator[0], operator[1]));
        }
        made("/v1/models", "{'model':'" + MODEL + "'}");
        String[][] tariffs = {
            {"retail-kr", "retail", "op-kr"},
            {"retail-fr", "retail", "op-fr"},
            {"iot-fr", "inter_operator", "op-fr"},
            {"iot-kr", "inter_operator", "op-kr"}
        };
        for (String[] tariff : tariffs) {
            made("/v1/tariffs", tariff(tariff[0], tariff[1], tariff[2]));
        }
        String[][] agreements = {{"op-kr", "op-fr", "iot-fr"}, {"op-fr", "op-kr", "iot-kr"}};
        for (String[] parties : agreements) {
            made(
                    "/v1/agreements",
                    ("{'agreement':'agr-%s','home_operator':'%s','serving_operator':'%s',"
                                    + "'inter_operator_tariff':'%s','settlement_model':'daily',"
                                    + "'effective_from':'%s'}")
                            .formatted(parties[0], parties[0], parties[1], parties[2], SINCE));
        }
        made(
                "/v1/settlement/windows",
                "{'window':'w1','settlement_model':'daily','starts_at':'" + SINCE + "'}",
                key("*", null, null, "settlement:maker"));
        String[][] tenants = {{"acme", "op-kr"}, {"beta", "op-kr"}, {"gamma", "op-fr"}};
        for (String[] tenant : tenants) {
            made("/v1/tenants", "{'tenant':'%s','operator':'%s'}".formatted(tenant[0], tenant[1]));
            wallet("wal-" + tenant[0], tenant[0], tenant[1].replace("op", "retail"));
        }
        return this;
    }

    static String tariff(String name, String kind, String operator) {
        return ("{'tariff':'%s','kind':'%s','operator':'%s','asset':'EUR','effective_from':'%s',"
                        + "'prices':[{'model':'%s','class':'input.uncached','per_million':'0.50'},"
                        + "{'model':'%s','class':'output.text','per_million':'3.00'}]}")
                .formatted(name, kind, operator, SINCE, MODEL, MODEL);
    }

    /** Opens a wallet with credit. */
    void wallet(String wallet, String tenant, String tariff) {
        made(
                "/v1/wallets",
                "{'wallet':'%s','tenant':'%s','asset':'EUR','tariff':'%s'}"
                        .formatted(wallet, tenant, tariff));
        made(
                "/v1/wallets/" + wallet + "/grants",
                "{'amount':'100','asset':'EUR','kind':'paid'}",
                key("*", null, null, "wallet:fund"));
    }

    /** A key of any sort, straight into the journal. */
    String key(
            String operator,
            @Nullable String tenant,
            @Nullable List<String> wallets,
            String... roles) {
        return keyOf(UUID.randomUUID().toString(), operator, tenant, wallets, null, roles);
    }

    String regulator(String country, String... roles) {
        return keyOf("regulator", "", null, null, country, roles);
    }

    String keyOf(
            String subject,
            String operator,
            @Nullable String tenant,
            @Nullable List<String> wallets,
            @Nullable String country,
            String... roles) {
        String text = KeyText.generate();
        try {
            node.context()
                    .getBean(KeyRing.class)
                    .create(
                            new ApiKeyCreated(
                                    String.valueOf(KeyText.idOf(text)),
                                    KeyText.hash(text),
                                    subject,
                                    "",
                                    List.of(roles),
                                    operator,
                                    tenant,
                                    wallets,
                                    country,
                                    Long.MAX_VALUE,
                                    "test",
                                    System.currentTimeMillis(),
                                    null,
                                    0));
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
        return text;
    }

    // ---- requests

    HttpRequest.Builder request(String path, @Nullable String credential) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + path));
        return credential == null
                ? request
                : request.header("Authorization", "Bearer " + credential);
    }

    Reply get(String credential, String path) {
        return send(request(path, credential).GET().build());
    }

    /** A GET that sees everything written through here so far. */
    Reply getFresh(String credential, String path) {
        String joint = path.contains("?") ? "&" : "?";
        return get(credential, path + joint + "min_position=" + lastPosition);
    }

    Reply post(String credential, String path, String body) {
        return post(credential, path, UUID.randomUUID().toString(), body);
    }

    Reply post(String credential, String path, String idempotencyKey, String body) {
        return sendJson("POST", credential, path, idempotencyKey, body);
    }

    Reply put(String credential, String path, String body) {
        return sendJson("PUT", credential, path, null, body);
    }

    Reply sendJson(
            String method,
            @Nullable String credential,
            String path,
            @Nullable String idempotencyKey,
            String body) {
        HttpRequest.Builder request =
                request(path, credential)
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(body.replace('\'', '"')));
        if (idempotencyKey != null) {
            request.header("Idempotency-Key", idempotencyKey);
        }
        return send(request.build());
    }

    Reply made(String path, String body) {
        return made(path, body, ADMIN);
    }

    Reply made(String path, String body, String credential) {
        Reply reply = post(credential, path, body);
        assertEquals(2, reply.status() / 100, () -> path + " " + body + ": " + reply.text());
        return reply;
    }

    Reply events(String credential, String... events) {
        return send(
                request("/v1/events", credential)
                        .header("Content-Type", "application/cloudevents-batch+json")
                        .POST(BodyPublishers.ofString("[" + String.join(",", events) + "]"))
                        .build());
    }

    /** A usage event that ended now. */
    static String event(
            String source, String id, String wallet, String tenant, String home, String serving) {
        return ("{'specversion':'1.0','id':'%s','source':'%s',"
                    + "'type':'taas.usage.token.recorded.v1','subject':'%s','time':'%s',"
                    + "'datacontenttype':'application/json','data':{'request_id':'%s',"
                    + "'model':{'requested':'%s'},'usage':{'input':{'uncached':1000}},"
                    + "'parties':{'home_operator':'%s','serving_operator':'%s','tenant':'%s'}}}")
                .formatted(
                        id,
                        source,
                        wallet,
                        java.time.Instant.now(),
                        id,
                        MODEL,
                        home,
                        serving,
                        tenant)
                .replace('\'', '"');
    }

    static String gateway(String operator) {
        return "/operators/" + operator + "/factories/f/gateways/g";
    }

    Reply send(HttpRequest request) {
        try {
            HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());
            byte[] answer = response.body().getBytes(StandardCharsets.UTF_8);
            ContractWatch.verify(request, response, answer);
            String type = response.headers().firstValue("Content-Type").orElse("");
            JsonNode json =
                    type.contains("json") && !type.contains("ndjson")
                            ? JSON.readTree(response.body())
                            : JSON.missingNode();
            Reply reply = new Reply(response.statusCode(), response.body(), json, response);
            String position = json.path("position").asString("");
            if (reply.status() / 100 == 2
                    && !position.isEmpty()
                    && Long.parseLong(position) > Long.parseLong(lastPosition)) {
                lastPosition = position;
            }
            return reply;
        } catch (IOException broken) {
            throw new AssertionError(request.uri() + " failed", broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopped);
        }
    }

    @Override
    public void close() {
        node.close();
    }
}
