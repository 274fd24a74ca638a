package tallystick.engine.brokenwall;

/** An engine on Spring. */
public record EngineWithSpring(org.springframework.context.ApplicationContext context) {}
