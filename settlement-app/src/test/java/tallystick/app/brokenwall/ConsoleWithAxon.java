package tallystick.app.brokenwall;

/** A page on Axon. */
public record ConsoleWithAxon(org.axonframework.commandhandling.CommandBus bus) {}
