package tallystick.app.axon;

import static org.axonframework.eventhandling.EventUtils.asTrackedEventMessage;
import static org.axonframework.eventhandling.EventUtils.upcastAndDeserializeTrackedEvents;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.axonframework.common.AxonConfigurationException;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventData;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.AbstractEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import tallystick.domain.Answer;
import tallystick.domain.Refusal;
import tallystick.engine.ApplicationMessage;
import tallystick.engine.Completion;
import tallystick.engine.EngineBusyException;
import tallystick.engine.EngineStoppedException;
import tallystick.engine.EventTail;
import tallystick.engine.JournalEntry;
import tallystick.engine.LedgerEngine;

/**
 * Axon's event storage engine over the journal. Tokens are positions, gapless and in commit order;
 * a reader never passes the last forced position. Ledger entries are read as {@link
 * LedgerEventMessages} and written by commands only; what Axon publishes is journaled beside them
 * as application messages, all or none, and is durable when {@code appendEvents} returns.
 */
public final class JournalEventStorageEngine extends AbstractEventStorageEngine {

    /** How long a blocking read waits at the end of the journal before it says so. */
    private static final int MAY_BLOCK_MILLIS = 500;

    private static final long BEFORE_FIRST = -1;

    private final LedgerEngine engine;
    private final Snapshots snapshots;

    private JournalEventStorageEngine(Builder builder) {
        super(builder);
        this.engine = Objects.requireNonNull(builder.engine);
        this.snapshots = Objects.requireNonNull(builder.snapshots);
    }

    public static Builder builder() {
        return new Builder();
    }

    // ---- writing

    @Override
    protected void appendEvents(List<? extends EventMessage<?>> events, Serializer serializer) {
        if (events.isEmpty()) {
            return;
        }
        List<ApplicationMessage> messages = new ArrayList<>(events.size());
        for (EventMessage<?> event : events) {
            messages.add(StoredForm.of(event, serializer));
        }
        try {
            append(messages);
        } catch (AlreadyJournaledException | EngineBusyException notTaken) {
            handlePersistenceException(notTaken, events.getFirst());
        }
    }

    private void append(List<ApplicationMessage> messages)
            throws AlreadyJournaledException, EngineBusyException {
        Durable durable = new Durable();
        engine.append(messages, durable);
        Refusal refusal = durable.await().refusal();
        if (refusal != null) {
            throw new AlreadyJournaledException(refusal);
        }
    }

    @Override
    protected void storeSnapshot(DomainEventMessage<?> snapshot, Serializer serializer) {
        snapshots.keep(StoredForm.of(snapshot, serializer));
    }

    // ---- following the journal

    long lastDurablePosition() {
        return engine.lastDurablePosition();
    }

    /**
     * A live stream for a processor: every message says where its entry stands in the journal.
     *
     * @param token null is the journal's beginning
     * @param watch wakes the processor
     */
    JournalEventStream follow(@Nullable TrackingToken token, JournalWatch watch) {
        return new JournalEventStream(
                engine.follow(positionOf(token)), this::placedMessages, watch);
    }

    private JournalEventStream open(@Nullable TrackingToken token) {
        return new JournalEventStream(engine.tail(positionOf(token)), this::messages, null);
    }

    @Override
    public Stream<? extends TrackedEventMessage<?>> readEvents(
            @Nullable TrackingToken trackingToken, boolean mayBlock) {
        JournalEventStream stream = open(trackingToken);
        // No further step on this stream: a step would remember its first end and never look again.
        return StreamSupport.stream(new LiveMessages(stream, mayBlock), false)
                .onClose(stream::close);
    }

    private Stream<? extends TrackedEventMessage<?>> messages(JournalEntry entry) {
        return switch (entry) {
            case JournalEntry.Ledger ledger -> Stream.of(LedgerEventMessages.of(ledger));
            case JournalEntry.Application application ->
                    upcastAndDeserializeTrackedEvents(
                            Stream.of(JournaledEvent.of(application)),
                            getEventSerializer(),
                            upcasterChain);
        };
    }

    private Stream<? extends TrackedEventMessage<?>> placedMessages(JournalEntry entry) {
        return switch (entry) {
            case JournalEntry.Ledger ledger -> messages(ledger);
            case JournalEntry.Application application ->
                    messages(application).map(message -> placed(message, application));
        };
    }

    private static TrackedEventMessage<?> placed(
            TrackedEventMessage<?> message, JournalEntry.Application entry) {
        return asTrackedEventMessage(
                message.andMetaData(LedgerEventMessages.metadata(entry)), message.trackingToken());
    }

    /** Not reached: a ledger event has no serialised form, so {@link #readEvents} is replaced. */
    @Override
    protected Stream<? extends TrackedEventData<?>> readEventData(
            TrackingToken trackingToken, boolean mayBlock) {
        throw new UnsupportedOperationException("the journal is read as messages");
    }

    // ---- aggregates

    @Override
    protected Stream<? extends DomainEventData<?>> readEventData(
            String identifier, long firstSequenceNumber) {
        return engine.aggregate(identifier, firstSequenceNumber).stream()
                .map(entry -> new JournaledEvent.OfAggregate(entry.message()));
    }

    @Override
    protected Stream<? extends DomainEventData<?>> readSnapshotData(String aggregateIdentifier) {
        return snapshots.latest(aggregateIdentifier).stream().map(JournaledEvent.OfAggregate::new);
    }

    @Override
    public Optional<Long> lastSequenceNumberFor(String aggregateIdentifier) {
        return Optional.ofNullable(engine.lastSequence(aggregateIdentifier));
    }

    // ---- tokens

    @Override
    public TrackingToken createTailToken() {
        return new GlobalSequenceTrackingToken(BEFORE_FIRST);
    }

    @Override
    public TrackingToken createHeadToken() {
        return new GlobalSequenceTrackingToken(engine.lastDurablePosition());
    }

    /**
     * The token before the first event made at or after a time. Recorded times never decrease, and
     * no event is made after it is recorded, so the search begins where recorded times reach it.
     */
    @Override
    public TrackingToken createTokenAt(Instant dateTime) {
        long lastPosition = engine.lastDurablePosition();
        long before = firstRecordedAt(dateTime, lastPosition) - 1;
        try (JournalEventStream stream = open(new GlobalSequenceTrackingToken(before))) {
            TrackedEventMessage<?> message = stream.poll();
            while (message != null && message.getTimestamp().isBefore(dateTime)) {
                before = positionOf(message.trackingToken());
                message = stream.poll();
            }
            return new GlobalSequenceTrackingToken(before);
        }
    }

    private long firstRecordedAt(Instant time, long lastPosition) {
        long low = 0;
        long high = lastPosition + 1;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (recordedAt(middle).isBefore(time)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private Instant recordedAt(long position) {
        try (EventTail tail = engine.tail(position - 1)) {
            JournalEntry entry = Objects.requireNonNull(tail.poll(), "a durable position is there");
            return LedgerEventMessages.instant(entry.recordedEpochNanos());
        }
    }

    private static long positionOf(@Nullable TrackingToken token) {
        return token == null ? BEFORE_FIRST : token.position().orElse(BEFORE_FIRST);
    }

    private static final class LiveMessages
            extends Spliterators.AbstractSpliterator<TrackedEventMessage<?>> {

        private final JournalEventStream stream;
        private final int waitMillis;

        LiveMessages(JournalEventStream stream, boolean mayBlock) {
            super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.DISTINCT);
            this.stream = stream;
            this.waitMillis = mayBlock ? MAY_BLOCK_MILLIS : 0;
        }

        @Override
        public boolean tryAdvance(Consumer<? super TrackedEventMessage<?>> action) {
            try {
                if (!stream.hasNextAvailable(waitMillis, TimeUnit.MILLISECONDS)) {
                    return false;
                }
                action.accept(stream.nextAvailable());
                return true;
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }

    /** Waits on the caller's thread until an append is on disk. */
    private static final class Durable implements Completion {

        private final CompletableFuture<Answer> answer = new CompletableFuture<>();

        @Override
        public void answered(Answer given) {
            answer.complete(given);
        }

        @Override
        public void failed(Throwable cause) {
            answer.completeExceptionally(cause);
        }

        Answer await() {
            try {
                return answer.get();
            } catch (ExecutionException stopped) {
                throw new EngineStoppedException("the events may be lost", stopped);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new EventStoreException("interrupted; the events may be stored", interrupted);
            }
        }
    }

    /** Needs an engine and a place for snapshots; the rest is Axon's. */
    public static final class Builder extends AbstractEventStorageEngine.Builder {

        private @Nullable LedgerEngine engine;
        private @Nullable Snapshots snapshots;

        private Builder() {
            persistenceExceptionResolver(AlreadyJournaledException.class::isInstance);
        }

        /** The engine whose journal is read and written. */
        public Builder engine(LedgerEngine value) {
            this.engine = value;
            return this;
        }

        /** Where snapshots are kept. */
        public Builder snapshots(Snapshots value) {
            this.snapshots = value;
            return this;
        }

        @Override
        protected void validate() {
            super.validate();
            if (engine == null || snapshots == null) {
                throw new AxonConfigurationException("an engine and snapshots are needed");
            }
        }

        public JournalEventStorageEngine build() {
            return new JournalEventStorageEngine(this);
        }
    }
}
