package tallystick.app.axon;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.axonframework.eventhandling.TrackingEventStream;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.AbstractEventStore;
import org.jspecify.annotations.Nullable;

/**
 * Axon's event store over the journal. Each processor follows the journal with a reader of its own
 * and is woken when the forced position moves. Axon's embedded store is not used: it keeps the last
 * 10,000 messages on the heap, where one message may be a run of thousands of records, and looks
 * for what it did not publish itself once a second.
 */
public final class JournalEventStore extends AbstractEventStore implements AutoCloseable {

    private final JournalEventStorageEngine journal;
    private final JournalWatch watch;

    private JournalEventStore(
            Builder builder, JournalEventStorageEngine journal, JournalWatch watch) {
        super(builder);
        this.journal = journal;
        this.watch = watch;
    }

    /** A store that reads and writes through this storage engine and wakes processors at once. */
    public static JournalEventStore over(JournalEventStorageEngine journal) {
        return over(journal, Duration.ZERO, () -> false);
    }

    /**
     * A store that reads and writes through this storage engine.
     *
     * @param pause how long processors are left alone after they were woken, unless somebody waits
     *     for them; zero: not at all
     * @param urgent whether somebody waits for them
     */
    public static JournalEventStore over(
            JournalEventStorageEngine journal, Duration pause, BooleanSupplier urgent) {
        Builder builder = new Builder();
        builder.storageEngine(journal);
        return new JournalEventStore(
                builder, journal, new JournalWatch(journal::lastDurablePosition, pause, urgent));
    }

    @Override
    public TrackingEventStream openStream(@Nullable TrackingToken trackingToken) {
        return journal.follow(trackingToken, watch);
    }

    /** Stops waking the processors. */
    @Override
    public void close() {
        watch.close();
    }

    private static final class Builder extends AbstractEventStore.Builder {}
}
