package tallystick.app.api.contract;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tallystick.app.api.contract.RawHttp.Request;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes requests that went well into ones that hardly will. The same for the same randomness. */
final class RequestMutator {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final String MARK = "@mark@";

    /** What a creating request names, so that a copy of it is not refused for that alone. */
    private static final Map<String, String> CREATED =
            Map.ofEntries(
                    Map.entry("registerOperator", "operator"),
                    Map.entry("registerFactory", "factory"),
                    Map.entry("registerModel", "model"),
                    Map.entry("registerTenant", "tenant"),
                    Map.entry("publishTariff", "tariff"),
                    Map.entry("openWallet", "wallet"),
                    Map.entry("issueGrant", "grant"),
                    Map.entry("openHold", "hold"),
                    Map.entry("openWindow", "window"),
                    Map.entry("recordUsage", "id"));

    private final SplittableRandom random;

    RequestMutator(SplittableRandom random) {
        this.random = random;
    }

    /** A request like one that went well, under a key of its own, spoilt in one to three ways. */
    Request mutated(Exchange good, String operation) {
        List<String[]> headers = new ArrayList<>();
        new TreeMap<>(good.requestHeaders())
                .forEach((name, value) -> headers.add(new String[] {name, value}));
        Request request =
                new Request(good.method(), good.target(), headers, good.requestBody())
                        .with("expect", null);
        if (good.requestHeaders().containsKey("idempotency-key")) {
            request = request.with("Idempotency-Key", "fuzz-" + random.nextLong());
        }
        String created = CREATED.get(operation);
        if (created != null && random.nextInt(4) > 0) {
            request = named(request, created);
        }
        int times = 1 + random.nextInt(3);
        for (int i = 0; i < times; i++) {
            request = spoilt(request);
        }
        return request;
    }

    private Request named(Request request, String member) {
        String text = new String(request.body(), StandardCharsets.UTF_8);
        String fresh = "\"" + member + "\":\"f" + Long.toString(random.nextLong() >>> 1, 36) + "\"";
        return request.body(bytes(text.replaceFirst("\"" + member + "\":\"[^\"]*\"", fresh)));
    }

    private Request spoilt(Request request) {
        boolean hasBody = request.body().length > 0;
        int choice = random.nextInt(100);
        if (hasBody && choice < 55) {
            return request.body(spoiltJson(request.body()));
        } else if (hasBody && choice < 65) {
            return request.body(spoiltBytes(request.body()));
        } else if (choice < 78) {
            String[] header = pick(BadValues.HEADERS);
            return request.with(header[0], header.length == 1 ? null : header[1]);
        } else if (choice < 90) {
            return request.target(spoiltQuery(request.target()));
        } else if (choice < 97) {
            return request.target(spoiltPath(request.target()));
        }
        return request.method(pick(BadValues.METHODS));
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    // ---- bodies

    private byte[] spoiltJson(byte[] body) {
        JsonNode tree;
        try {
            tree = MAPPER.readTree(new String(body, StandardCharsets.UTF_8));
        } catch (JacksonException spoiltBefore) {
            return spoiltBytes(body);
        }
        List<JsonNode> parents = new ArrayList<>();
        collect(tree, parents);
        if (parents.isEmpty()) {
            return bytes(pick(BadValues.JSON));
        }
        JsonNode parent = pick(parents);
        String raw = pick(BadValues.JSON);
        if (parent instanceof ObjectNode object) {
            List<String> names = new ArrayList<>(object.propertyNames());
            String name = names.isEmpty() ? "x" : pick(names);
            switch (random.nextInt(6)) {
                case 0 -> object.remove(name);
                case 1 ->
                        object.put(pick(List.of("x", "", "__proto__", "é", "n".repeat(300))), MARK);
                case 2 -> {
                    // The same name twice.
                    raw = object.path(name) + ",\"" + name + "\":" + object.path(name);
                    object.put(name, MARK);
                }
                default -> object.put(name, MARK);
            }
        } else if (parent instanceof ArrayNode array) {
            if (array.isEmpty() || random.nextInt(3) == 0) {
                array.add(MARK);
            } else {
                array.set(random.nextInt(array.size()), MARK);
            }
        }
        return bytes(MAPPER.writeValueAsString(tree).replace("\"" + MARK + "\"", raw));
    }

    private static void collect(JsonNode node, List<JsonNode> into) {
        if (node.isContainer()) {
            into.add(node);
            node.forEach(child -> collect(child, into));
        }
    }

    private byte[] spoiltBytes(byte[] body) {
        int at = body.length == 0 ? 0 : random.nextInt(body.length);
        return switch (random.nextInt(10)) {
            case 0 -> new byte[0];
            case 1 -> Arrays.copyOf(body, at);
            case 2 -> joined(body, at, new byte[] {(byte) 0xc3, 0x28});
            case 3 -> joined(body, at, new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80});
            case 4 -> joined(body, at, new byte[] {0});
            case 5 -> joined(body, at, new byte[] {(byte) random.nextInt(256)});
            case 6 -> joined(body, body.length, bytes(pick(List.of(" ", "x", "{}", "]", ",null"))));
            case 7 -> joined(body, 0, new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf});
            case 8 -> new String(body, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_16LE);
            default -> bytes("[" + new String(body, StandardCharsets.UTF_8) + "]");
        };
    }

    private static byte[] joined(byte[] body, int at, byte[] more) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(body, 0, at);
        out.writeBytes(more);
        out.write(body, at, body.length - at);
        return out.toByteArray();
    }

    // ---- targets

    private String spoiltQuery(String target) {
        int mark = target.indexOf('?');
        String path = mark < 0 ? target : target.substring(0, mark);
        List<String> pairs =
                new ArrayList<>(
                        mark < 0 ? List.of() : List.of(target.substring(mark + 1).split("&", -1)));
        String name =
                pick(
                        List.of(
                                "limit",
                                "cursor",
                                "min_position",
                                "as_of",
                                "known_at",
                                "from",
                                "to",
                                "zone",
                                "period",
                                "detail",
                                "asset",
                                "wallet",
                                "state",
                                "x",
                                "%ff"));
        String value = pick(BadValues.QUERY);
        if (name.equals("min_position") && value.length() > 8 && random.nextInt(20) > 0) {
            // A position far ahead is waited for; seldom is enough.
            value = "-1";
        }
        switch (random.nextInt(4)) {
            case 0 -> pairs.clear();
            case 1 -> pairs.removeIf(pair -> pair.startsWith(name + "="));
            default -> {}
        }
        pairs.add(random.nextInt(20) == 0 ? name : name + "=" + value);
        return path + "?" + String.join("&", pairs);
    }

    private String spoiltPath(String target) {
        int mark = target.indexOf('?');
        String query = mark < 0 ? "" : target.substring(mark);
        List<String> parts =
                new ArrayList<>(
                        List.of((mark < 0 ? target : target.substring(0, mark)).split("/", -1)));
        int at = 1 + random.nextInt(parts.size() - 1);
        @Nullable String value = pick(BadValues.PATH);
        switch (random.nextInt(6)) {
            case 0 -> parts.add(value);
            case 1 -> parts.add(at, value);
            case 2 -> parts.set(at, parts.get(at) + value);
            default -> parts.set(Math.max(at, parts.size() > 2 ? 2 : 1), value);
        }
        String path = String.join("/", parts);
        return (path.startsWith("/") ? path : "/" + path) + query;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
