package tallystick.loadgen.brokenwall;

/** Load on Spring. */
public record LoadWithSpring(org.springframework.context.ApplicationContext context) {}
