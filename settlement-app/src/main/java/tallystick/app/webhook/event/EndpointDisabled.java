package tallystick.app.webhook.event;

/**
 * Nothing more is sent to an endpoint until somebody enables it: it failed for long, or said that
 * it is gone.
 *
 * @param webhook its id
 * @param reason why, for a person
 */
public record EndpointDisabled(String webhook, String reason, String by, long atEpochMillis)
        implements WebhookEvent {}
