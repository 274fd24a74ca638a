package tallystick.projections.webhook;

/**
 * One thing to tell one endpoint.
 *
 * @param webhookId derived from the endpoint and the event, the same whenever the event is read
 * @param endpoint id of the endpoint
 * @param position journal position of the event
 * @param eventType such as {@code hold.expired}
 * @param body what is sent, to the byte (UTF-8)
 * @param recordedEpochNanos when the event was recorded, nanoseconds since 1970
 */
public record OutboxMessage(
        String webhookId,
        String endpoint,
        long position,
        String eventType,
        String body,
        long recordedEpochNanos) {}
