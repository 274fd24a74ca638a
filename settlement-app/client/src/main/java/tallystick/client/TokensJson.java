package tallystick.client;

import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Tokens by class name, such as {@code output.text}, as the API nests them. */
final class TokensJson {

    private TokensJson() {}

    static ObjectNode of(Map<String, Long> tokens) {
        ObjectNode nested = JsonNodeFactory.instance.objectNode();
        new TreeMap<>(tokens)
                .forEach(
                        (tokenClass, count) -> {
                            int dot = tokenClass.indexOf('.');
                            if (dot < 0) {
                                nested.put(tokenClass, count);
                            } else {
                                nested.withObjectProperty(tokenClass.substring(0, dot))
                                        .put(tokenClass.substring(dot + 1), count);
                            }
                        });
        return nested;
    }
}
