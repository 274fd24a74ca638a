package tallystick.app.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Parameter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** The configuration page lists exactly the properties there are, with their defaults. */
class ConfigurationPageTest {

    private static final Pattern ROW =
            Pattern.compile("^\\| `(tallystick\\.[^`]+)` \\| (?:`([^`]*)`|(none|empty)) \\|");

    @Test
    void namesAndDefaultsAreThoseOfTheProperties() throws IOException {
        SortedMap<String, String> documented = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of("../ops/docs/configuration.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.find()) {
                documented.put(row.group(1), row.group(2) == null ? "" : row.group(2));
            }
        }
        SortedMap<String, String> actual = new TreeMap<>();
        collect("tallystick", TallystickProperties.class, actual);
        assertEquals(actual, documented);
    }

    private static void collect(String prefix, Class<?> type, SortedMap<String, String> into) {
        Constructor<?> constructor = type.getDeclaredConstructors()[0];
        for (Parameter parameter : constructor.getParameters()) {
            String name = prefix + "." + kebab(parameter.getName());
            if (parameter.getType().getName().startsWith(TallystickProperties.class.getName())) {
                collect(name, parameter.getType(), into);
            } else {
                DefaultValue value = parameter.getAnnotation(DefaultValue.class);
                into.put(name, value == null ? "" : String.join(",", value.value()));
            }
        }
    }

    private static String kebab(String camel) {
        return camel.replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT);
    }
}
