package tallystick.engine.brokenwall;

/** An engine on Axon. */
public record EngineWithAxon(org.axonframework.commandhandling.CommandBus bus) {}
