package tallystick.projections.brokenwall;

/** A projection on Spring. */
public record ProjectionWithSpring(org.springframework.context.ApplicationContext context) {}
