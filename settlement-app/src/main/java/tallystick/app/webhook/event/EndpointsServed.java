package tallystick.app.webhook.event;

import java.util.Map;
import java.util.TreeMap;

/**
 * How far endpoints have been served: of the events up to that position nothing is sent again,
 * whatever becomes of the outbox. The last of these says it for all.
 *
 * @param positions journal position per endpoint
 */
public record EndpointsServed(Map<String, Long> positions, long atEpochMillis) {

    public EndpointsServed {
        positions = Map.copyOf(new TreeMap<>(positions));
    }
}
