package tallystick.projections.brokenwall;

/** A projection that asks the engine. */
public record ProjectionWithEngine(tallystick.engine.LedgerEngine engine) {}
