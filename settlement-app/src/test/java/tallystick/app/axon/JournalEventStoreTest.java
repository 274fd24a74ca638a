package tallystick.app.axon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.domain.Answer;
import tallystick.domain.LedgerCommand.Reference.RegisterModel;
import tallystick.domain.LedgerEvent.Reference.ModelRegistered;
import tallystick.domain.LedgerEvent.UsageRecorded;
import tallystick.projections.EntryMetadata;

/** The journal as Axon's processors see it. */
class JournalEventStoreTest {

    private static final int WAIT_SECONDS = 60;

    @TempDir Path directory;
    private BusFixture fixture;
    private JournalEventStore store;

    @BeforeEach
    void open() throws Exception {
        fixture = new BusFixture(directory);
        store = fixture.store;
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private static TrackedEventMessage<?> next(BlockingStream<TrackedEventMessage<?>> stream)
            throws InterruptedException {
        assertTrue(stream.hasNextAvailable(WAIT_SECONDS, TimeUnit.SECONDS));
        return stream.nextAvailable();
    }

    private static TrackingToken at(long position) {
        return new GlobalSequenceTrackingToken(position);
    }

    @Test
    void aLedgerEventIsItsOwnPayload() throws Exception {
        long position = fixture.send(new RegisterModel("m")).position();
        try (BlockingStream<TrackedEventMessage<?>> stream = store.openStream(null)) {
            TrackedEventMessage<?> message = next(stream);
            assertEquals(new ModelRegistered("m"), message.getPayload());
            assertEquals(at(position), message.trackingToken());
            assertEquals(position, EntryMetadata.firstPosition(message));
            assertEquals(position, EntryMetadata.lastPosition(message));
            assertFalse(message instanceof DomainEventMessage<?>);
            long recorded = EntryMetadata.recordedEpochNanos(message);
            assertEquals(Instant.ofEpochSecond(0, recorded), message.getTimestamp());
        }
    }

    @Test
    void aRunOfUsageIsOneMessageWhoseTokenIsItsLastPosition() throws Exception {
        fixture.send(new RegisterModel("m"));
        Answer answer = fixture.record(5);
        try (BlockingStream<TrackedEventMessage<?>> stream = store.openStream(at(0))) {
            TrackedEventMessage<?> message = next(stream);
            assertEquals(5, ((UsageRecorded) message.getPayload()).records().size());
            assertEquals(at(answer.position()), message.trackingToken());
            assertEquals(1, EntryMetadata.firstPosition(message));
            assertEquals(5, EntryMetadata.lastPosition(message));
            assertFalse(stream.hasNextAvailable());
        }
    }

    @Test
    void aStreamIsLive() throws Exception {
        try (BlockingStream<TrackedEventMessage<?>> stream = store.openStream(null)) {
            assertFalse(stream.hasNextAvailable());
            assertTrue(stream.peek().isEmpty());
            fixture.send(new RegisterModel("first"));
            assertEquals(new ModelRegistered("first"), next(stream).getPayload());
            assertFalse(stream.hasNextAvailable());
            fixture.send(new RegisterModel("second"));
            assertTrue(stream.hasNextAvailable(WAIT_SECONDS, TimeUnit.SECONDS));
            assertEquals(new ModelRegistered("second"), stream.peek().orElseThrow().getPayload());
            assertEquals(new ModelRegistered("second"), next(stream).getPayload());
        }
    }

    @Test
    void whoSleepsIsWokenWhenTheJournalGrows() throws Exception {
        Semaphore woken = new Semaphore(0);
        try (BlockingStream<TrackedEventMessage<?>> stream = store.openStream(null)) {
            assertTrue(stream.setOnAvailableCallback(woken::release));
            assertTrue(woken.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS), "once at once");
            Thread.sleep(50);
            woken.drainPermits();
            fixture.send(new RegisterModel("m"));
            assertTrue(woken.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS));
        }
        Thread.sleep(50);
        woken.drainPermits();
        fixture.send(new RegisterModel("n"));
        assertFalse(woken.tryAcquire(100, TimeUnit.MILLISECONDS), "not after its stream closed");
    }

    @Test
    void whatTheApplicationPublishesStandsBetweenTheLedgersEvents() throws Exception {
        fixture.send(new RegisterModel("m"));
        store.publish(
                new GenericEventMessage<>("hello"),
                new GenericDomainEventMessage<>("type", "aggregate", 0, "created"));
        fixture.send(new RegisterModel("n"));
        List<Object> payloads = new ArrayList<>();
        long expected = 0;
        try (BlockingStream<TrackedEventMessage<?>> stream = store.openStream(null)) {
            for (int i = 0; i < 4; i++) {
                TrackedEventMessage<?> message = next(stream);
                payloads.add(message.getPayload());
                assertEquals(expected, EntryMetadata.firstPosition(message));
                assertEquals(expected, EntryMetadata.lastPosition(message));
                assertEquals(at(expected), message.trackingToken());
                assertEquals(i == 2, message instanceof DomainEventMessage<?>);
                expected++;
            }
        }
        assertEquals(
                List.of(new ModelRegistered("m"), "hello", "created", new ModelRegistered("n")),
                payloads);
        assertEquals(1, store.readEvents("aggregate").asStream().count());
    }

    @Test
    void tokensNameTheEndsOfTheJournal() throws Exception {
        assertEquals(at(-1), store.createTailToken());
        assertEquals(at(-1), store.createHeadToken());
        Instant before = Instant.now();
        Answer answer = fixture.record(3);
        assertEquals(at(-1), store.createTailToken());
        assertEquals(at(answer.position()), store.createHeadToken());
        assertEquals(at(-1), store.createTokenAt(before));
        assertEquals(at(answer.position()), store.createTokenAt(Instant.now().plusSeconds(1)));
    }

    @Test
    void aBoundedStreamSeemsToEndUntilWhatItLentIsCommitted() throws Exception {
        for (int i = 0; i < 5; i++) {
            fixture.record(10);
        }
        try (BoundedEventStream stream =
                new BoundedMessageSource(() -> store, 25).openStream(null)) {
            Semaphore woken = new Semaphore(0);
            stream.setOnAvailableCallback(woken::release);
            List<Long> read = new ArrayList<>();
            while (stream.hasNextAvailable(1, TimeUnit.SECONDS)) {
                read.add(EntryMetadata.lastPosition(stream.nextAvailable()));
            }
            assertEquals(List.of(9L, 19L, 29L), read);
            assertTrue(stream.peek().isEmpty());

            woken.drainPermits();
            stream.release(9);
            assertTrue(woken.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS), "woken by the room");
            assertEquals(39, EntryMetadata.lastPosition(next(stream)));
            assertFalse(stream.hasNextAvailable());
            stream.release(39);
            assertEquals(49, EntryMetadata.lastPosition(next(stream)));
        }
    }

    @Test
    void aRunBeyondTheBoundIsLentAlone() throws Exception {
        fixture.record(10);
        fixture.record(10);
        try (BoundedEventStream stream =
                new BoundedMessageSource(() -> store, 5).openStream(null)) {
            assertEquals(9, EntryMetadata.lastPosition(next(stream)));
            assertFalse(stream.hasNextAvailable());
            stream.release(9);
            assertEquals(19, EntryMetadata.lastPosition(next(stream)));
        }
    }

    @Test
    void whatAProcessorIgnoresTakesNoRoom() throws Exception {
        for (int i = 0; i < 4; i++) {
            fixture.record(10);
        }
        try (BoundedEventStream stream =
                new BoundedMessageSource(() -> store, 5).openStream(null)) {
            for (int i = 0; i < 4; i++) {
                TrackedEventMessage<?> message = next(stream);
                assertInstanceOf(UsageRecorded.class, message.getPayload());
                stream.skipMessagesWithPayloadTypeOf(message);
            }
            assertNull(stream.peek().orElse(null));
        }
    }

    /** Written every millisecond for a second: a reader with a pause comes back a few times. */
    @Test
    void whileItGrowsAReaderIsWokenOnceInAPause() throws Exception {
        AtomicBoolean urgent = new AtomicBoolean();
        try (JournalEventStore paced =
                        JournalEventStore.over(
                                fixture.storageEngine(), Duration.ofMillis(200), urgent::get);
                BoundedEventStream stream =
                        new BoundedMessageSource(() -> paced, 1_000_000).openStream(null)) {
            AtomicInteger woken = new AtomicInteger();
            stream.setOnAvailableCallback(woken::incrementAndGet);
            int first = wakingsInASecond(woken, stream);
            assertTrue(first > 10, "woken " + first + " times after quiet");
            int few = first;
            for (int i = 0; i < 20 && few > 6; i++) {
                few = wakingsInASecond(woken, stream);
            }
            assertTrue(few >= 2 && few <= 6, "woken " + few + " times");
            urgent.set(true);
            int many = wakingsInASecond(woken, stream);
            assertTrue(many > 20, "woken " + many + " times while somebody waited");
            urgent.set(false);
            fixture.record(1);
            // No further growth: the last wake-up must not be lost in the pause.
            long last = fixture.record(1).position();
            long read = -1;
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
            while (read < last && System.nanoTime() < deadline) {
                Thread.sleep(1);
                while (stream.hasNextAvailable()) {
                    read = EntryMetadata.lastPosition(stream.nextAvailable());
                }
            }
            assertEquals(last, read);
        }
    }

    private int wakingsInASecond(AtomicInteger woken, BoundedEventStream stream) throws Exception {
        int before = woken.get();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
        while (System.nanoTime() < end) {
            fixture.record(1);
            while (stream.hasNextAvailable()) {
                stream.nextAvailable();
            }
        }
        return woken.get() - before;
    }
}
