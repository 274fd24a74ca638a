package tallystick.app.webhook.event;

/**
 * An endpoint is sent to again.
 *
 * @param webhook its id
 * @param by who enabled it
 */
public record EndpointEnabled(String webhook, String by, long atEpochMillis)
        implements WebhookEvent {}
