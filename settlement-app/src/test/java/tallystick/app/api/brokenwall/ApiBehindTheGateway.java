package tallystick.app.api.brokenwall;

/** An API that goes past the gateway. */
public record ApiBehindTheGateway(org.axonframework.commandhandling.CommandBus bus) {}
