package tallystick.domain;

import java.util.List;

/** What {@code decide} says: the events that follow, and the answer when they are durable. */
public sealed interface Decision {

    /**
     * @param events in order; empty when nothing changes
     * @param resource name of what was made, empty for none
     */
    record Accepted(List<LedgerEvent> events, String resource) implements Decision {
        public Accepted {
            events = List.copyOf(events);
        }
    }

    /**
     * @param events the refusal's own event when the request was keyed, else empty
     */
    record Refused(Refusal refusal, List<LedgerEvent> events) implements Decision {
        public Refused {
            events = List.copyOf(events);
        }
    }

    /** The key was spent before on the same body: its first answer again. */
    record Replayed(Answer answer) implements Decision {}
}
