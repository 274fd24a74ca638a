package tallystick.app.webhook.event;

/**
 * An endpoint is no more: what it still waited for is not sent.
 *
 * @param webhook its id
 * @param by who deleted it
 */
public record EndpointDeleted(String webhook, String by, long atEpochMillis)
        implements WebhookEvent {}
