package tallystick.app.api.contract;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tallystick.app.api.TestNode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** CloudEvents in binary mode, there and back, as a sender of another house would do it. */
public final class BinaryMode {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private BinaryMode() {}

    /**
     * A request that carries in binary mode an event given in structured mode, data last: its bytes
     * are the body's.
     */
    public static HttpRequest request(TestNode node, String structured) {
        HttpRequest.Builder request = node.request("/v1/events");
        JsonNode event = MAPPER.readTree(structured);
        for (Map.Entry<String, JsonNode> member : event.properties()) {
            switch (member.getKey()) {
                case "data" -> {
                    int start = structured.indexOf("\"data\":") + "\"data\":".length();
                    request.POST(
                            BodyPublishers.ofString(
                                    structured.substring(start, structured.lastIndexOf('}'))));
                }
                case "datacontenttype" ->
                        request.header("Content-Type", member.getValue().asString());
                default ->
                        request.header(
                                "ce-" + member.getKey(), encoded(member.getValue().asString()));
            }
        }
        return request.build();
    }

    /** The event of a request in binary mode. */
    static ObjectNode structured(Exchange exchange) {
        ObjectNode event = MAPPER.createObjectNode();
        exchange.requestHeaders()
                .forEach(
                        (name, value) -> {
                            if (name.startsWith("ce-")) {
                                event.put(name.substring(3), decoded(value));
                            }
                        });
        event.put("datacontenttype", exchange.requestType());
        event.set("data", MAPPER.readTree(exchange.requestBody()));
        return event;
    }

    /** Everything that is not a letter, a digit or one of {@code -_.*} as percent signs. */
    public static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String decoded(String header) {
        String plain =
                header.startsWith("\"")
                        ? header.replaceAll("^\"|\"$", "").replaceAll("\\\\(.)", "$1")
                        : header;
        return URLDecoder.decode(plain.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
