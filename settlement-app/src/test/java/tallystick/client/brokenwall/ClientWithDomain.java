package tallystick.client.brokenwall;

/** A client with the domain. */
public record ClientWithDomain(tallystick.domain.money.Pico amount) {}
