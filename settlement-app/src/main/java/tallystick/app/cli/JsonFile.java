package tallystick.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What {@code --json FILE} writes: one object, names in the order given. */
final class JsonFile {

    private JsonFile() {}

    /** Writes the result; does nothing without a file. */
    static void write(@Nullable Path file, Map<String, ?> result) throws IOException {
        if (file == null) {
            return;
        }
        JsonMapper mapper = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Files.write(file, mapper.writeValueAsBytes(result));
    }
}
