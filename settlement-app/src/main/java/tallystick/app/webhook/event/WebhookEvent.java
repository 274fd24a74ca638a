package tallystick.app.webhook.event;

/** What happens to an endpoint. */
public sealed interface WebhookEvent
        permits EndpointCreated, EndpointDeleted, EndpointDisabled, EndpointEnabled, SecretRotated {

    /** The endpoint's id. */
    String webhook();

    /** Who did it. */
    String by();

    /** When, milliseconds since 1970. */
    long atEpochMillis();
}
