package tallystick.app.webhook;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tallystick.app.webhook.event.EndpointCreated;
import tallystick.app.webhook.event.EndpointDeleted;
import tallystick.app.webhook.event.EndpointDisabled;
import tallystick.app.webhook.event.EndpointEnabled;
import tallystick.app.webhook.event.SecretRotated;
import tallystick.app.webhook.event.WebhookEvent;

/**
 * An endpoint as it stands, and as it stood.
 *
 * @param created how it was registered
 * @param keys its secrets, oldest first
 * @param turns when it was switched on and off, oldest first; on from the first
 * @param disabledReason why it is off, null while it is on
 * @param position journal position of the last that happened to it
 */
public record WebhookEndpoint(
        EndpointCreated created,
        List<Key> keys,
        List<Turn> turns,
        @Nullable String disabledReason,
        boolean isDeleted,
        long position) {

    /**
     * A secret.
     *
     * @param hash SHA-256 of it, or of the public key, as it is shown, hex
     * @param previousUntilEpochMillis until when the one before it signs too
     */
    public record Key(
            int generation,
            String hash,
            long previousUntilEpochMillis,
            long atEpochMillis,
            String by,
            @Nullable String idempotencyKey,
            long fingerprint) {}

    /** From the event after that position on it takes events, or does not. */
    public record Turn(long position, boolean isOn) {}

    public WebhookEndpoint {
        keys = List.copyOf(keys);
        turns = List.copyOf(turns);
    }

    static WebhookEndpoint of(EndpointCreated created, long position) {
        return new WebhookEndpoint(
                created,
                List.of(
                        new Key(
                                1,
                                created.keyHash(),
                                0,
                                created.atEpochMillis(),
                                created.by(),
                                null,
                                0)),
                List.of(new Turn(position, true)),
                null,
                false,
                position);
    }

    WebhookEndpoint after(WebhookEvent event, long at) {
        return switch (event) {
            case EndpointCreated _ -> throw new IllegalStateException("created twice: " + id());
            case EndpointDeleted _ ->
                    new WebhookEndpoint(created, keys, turned(at, false), disabledReason, true, at);
            case EndpointDisabled e ->
                    new WebhookEndpoint(
                            created, keys, turned(at, false), e.reason(), isDeleted, at);
            case EndpointEnabled _ ->
                    new WebhookEndpoint(created, keys, turned(at, true), null, isDeleted, at);
            case SecretRotated e -> {
                List<Key> more = new ArrayList<>(keys);
                more.add(
                        new Key(
                                e.generation(),
                                e.keyHash(),
                                e.previousUntilEpochMillis(),
                                e.atEpochMillis(),
                                e.by(),
                                e.idempotencyKey(),
                                e.fingerprint()));
                yield new WebhookEndpoint(created, more, turns, disabledReason, isDeleted, at);
            }
        };
    }

    private List<Turn> turned(long at, boolean isOn) {
        List<Turn> more = new ArrayList<>(turns);
        more.add(new Turn(at, isOn));
        return more;
    }

    /** Its id. */
    public String id() {
        return created.webhook();
    }

    /** Whether it is sent to now. */
    public boolean isOn() {
        return turns.getLast().isOn();
    }

    /** Whether it takes the event at a position, as far as that is a matter of time. */
    boolean takes(long eventPosition) {
        boolean isOn = false;
        for (Turn turn : turns) {
            if (turn.position() < eventPosition) {
                isOn = turn.isOn();
            }
        }
        return isOn;
    }

    boolean wants(WebhookEventType type) {
        return created.types().contains(type.wireName());
    }

    /** The secrets that sign at a time, newest first. */
    List<Key> signing(long nowEpochMillis) {
        List<Key> signing = new ArrayList<>(List.of(keys.getLast()));
        if (keys.size() > 1 && nowEpochMillis < keys.getLast().previousUntilEpochMillis()) {
            signing.add(keys.get(keys.size() - 2));
        }
        return signing;
    }
}
