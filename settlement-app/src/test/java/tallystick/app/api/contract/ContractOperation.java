package tallystick.app.api.contract;

import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * An operation of the document.
 *
 * @param path as it is documented
 * @param matches what its path looks like
 * @param node its description
 */
record ContractOperation(String method, String path, Pattern matches, JsonNode node) {

    static ContractOperation of(String method, String path, JsonNode node) {
        StringBuilder regex = new StringBuilder();
        for (String part : path.split("(?=\\{)|(?<=})", -1)) {
            boolean isVariable = part.startsWith("{");
            // Names of models and numbers of tiles have slashes.
            boolean isRest =
                    isVariable && (path.equals("/v1/models/{name}") || path.startsWith("/tlog/"));
            regex.append(isRest ? "(.+)" : isVariable ? "([^/]+)" : Pattern.quote(part));
        }
        return new ContractOperation(method, path, Pattern.compile(regex.toString()), node);
    }

    String id() {
        return node.path("operationId").asString();
    }

    /** How many elements of its path are any text: the fewer, the better it fits. */
    long variables() {
        return path.chars().filter(c -> c == '{').count();
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
