package tallystick.app.api.docs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The files that describe the API.
 *
 * @param shared what all capabilities share: {@code api.yaml}
 * @param capabilities one for each, in the order that {@code api.yaml} names them
 */
record ApiSource(JsonNode shared, List<Capability> capabilities) {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    /**
     * One file.
     *
     * @param name of the file without its ending
     * @param content its operations, requests and schemas
     */
    record Capability(String name, JsonNode content) {}

    /**
     * Reads them from the class path.
     *
     * @throws IllegalStateException when one is missing or has a key twice
     */
    static ApiSource read() {
        JsonNode shared = read("api");
        List<Capability> capabilities = new ArrayList<>();
        for (JsonNode name : shared.path("capabilities")) {
            capabilities.add(new Capability(name.stringValue(), read(name.stringValue())));
        }
        return new ApiSource(shared, List.copyOf(capabilities));
    }

    private static JsonNode read(String name) {
        String resource = "/openapi/" + name + ".yaml";
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        try (InputStream in = ApiSource.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is not on the class path");
            }
            Object content = new Yaml(new SafeConstructor(options)).load(in);
            return MAPPER.valueToTree(content);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
