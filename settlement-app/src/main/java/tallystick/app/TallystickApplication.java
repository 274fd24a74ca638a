package tallystick.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The application: HTTP, ring, journal, projections, settlement, in one process. */
@SpringBootApplication
public class TallystickApplication {

    /** Starts a node with Boot's own arguments, {@code --name=value}, and leaves it running. */
    public static void main(String[] args) {
        start(Map.of(), args);
    }

    /**
     * Starts a node and returns once it serves.
     *
     * @param overrides properties that win over file and environment, such as {@code
     *     tallystick.data} and {@code server.port} (0: any free one)
     * @param args further arguments in Boot's form, which win over these
     */
    public static RunningNode start(Map<String, ?> overrides, String... args) {
        return start(List.of(), Map.of(), overrides, args);
    }

    /** Starts a node with properties that everything else wins over. */
    public static RunningNode startWithDefaults(
            Map<String, Object> defaults, Map<String, ?> overrides) {
        return start(List.of(), defaults, overrides);
    }

    /** Starts a node with more configuration classes. */
    static RunningNode start(List<Class<?>> more, Map<String, ?> overrides, String... args) {
        return start(more, Map.of(), overrides, args);
    }

    private static RunningNode start(
            List<Class<?>> more,
            Map<String, Object> defaults,
            Map<String, ?> overrides,
            String... args) {
        // Axon's update checker reads the system, not Spring's properties.
        System.setProperty("axoniq.update-checker.disabled", "true");
        System.setProperty("disable-axoniq-console-message", "true");
        System.setProperty("chronicle.announcer.disable", "true");
        List<Class<?>> sources = new ArrayList<>(List.of(TallystickApplication.class));
        sources.addAll(more);
        List<String> arguments = new ArrayList<>();
        overrides.forEach((name, value) -> arguments.add("--" + name + "=" + value));
        arguments.addAll(List.of(args));
        SpringApplication application = new SpringApplication(sources.toArray(Class[]::new));
        application.setMainApplicationClass(TallystickApplication.class);
        application.setDefaultProperties(defaults);
        return new RunningNode(application.run(arguments.toArray(String[]::new)));
    }
}
