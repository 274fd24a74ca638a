package tallystick.app.axon;

import java.util.Optional;
import tallystick.engine.ApplicationMessage;

/**
 * Snapshots of aggregates: caches of the journal, so losing one costs time and nothing else. A
 * snapshot has the form of the event it replaces, of sequence n: events 0 … n are in it.
 */
public interface Snapshots {

    /** Keeps a snapshot unless a later one of the same aggregate is kept already. */
    void keep(ApplicationMessage snapshot);

    /** The latest snapshot of an aggregate. */
    Optional<ApplicationMessage> latest(String aggregateId);
}
