package tallystick.app.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tallystick.domain.Answer;
import tallystick.engine.ApplicationMessage;
import tallystick.engine.Completion;
import tallystick.engine.EngineBusyException;
import tallystick.engine.JournalEntry;
import tallystick.engine.LedgerEngine;
import tools.jackson.databind.json.JsonMapper;

/**
 * One aggregate of application events in the journal: read at start, written one at a time.
 *
 * @param <E> what happens
 */
public final class EventLog<E> {

    private static final long TIMEOUT_SECONDS = 30;

    private final LedgerEngine engine;
    private final String aggregate;
    private final String type;
    private final List<Class<? extends E>> types;
    private final JsonMapper json = JsonMapper.builder().build();

    /**
     * An event and its journal position.
     *
     * @param <E> what happens
     */
    public record Placed<E>(E event, long position) {}

    /**
     * @param aggregate the aggregate's id
     * @param type the aggregate's type
     * @param types the kinds of events there are
     */
    public EventLog(
            LedgerEngine engine, String aggregate, String type, List<Class<? extends E>> types) {
        this.engine = engine;
        this.aggregate = aggregate;
        this.type = type;
        this.types = List.copyOf(types);
    }

    /** Everything that happened, in order. */
    public List<Placed<E>> read() {
        return from(0);
    }

    /** The last that happened, null when nothing has. */
    public @Nullable Placed<E> last() {
        Long last = engine.lastSequence(aggregate);
        return last == null ? null : from(last).getLast();
    }

    private List<Placed<E>> from(long sequence) {
        List<Placed<E>> events = new ArrayList<>();
        for (JournalEntry.Application entry : engine.aggregate(aggregate, sequence)) {
            events.add(new Placed<>(event(entry.message()), entry.lastPosition()));
        }
        return events;
    }

    private E event(ApplicationMessage message) {
        for (Class<? extends E> one : types) {
            if (one.getName().equals(message.payloadType())) {
                return json.readValue(message.payload(), one);
            }
        }
        throw new IllegalStateException(
                "not an event of " + aggregate + ": " + message.payloadType());
    }

    /**
     * Writes an event; when this returns, it is on disk. One writer at a time.
     *
     * @param by who did it
     * @param atEpochMillis when
     * @throws ExecutionException when the engine has no room or has stopped
     */
    public Placed<E> append(E event, String by, long atEpochMillis)
            throws ExecutionException, InterruptedException, TimeoutException {
        Long last = engine.lastSequence(aggregate);
        ApplicationMessage message =
                new ApplicationMessage(
                        UUID.randomUUID().toString(),
                        type,
                        aggregate,
                        last == null ? 0 : last + 1,
                        atEpochMillis,
                        event.getClass().getName(),
                        null,
                        json.writeValueAsString(event),
                        json.writeValueAsString(Map.of("actor", by)));
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        try {
            engine.append(List.of(message), new Done(answer));
        } catch (EngineBusyException busy) {
            throw new ExecutionException(busy);
        }
        Answer given = answer.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        if (given.refusal() != null) {
            throw new IllegalStateException("the journal refused: " + given.refusal().detail());
        }
        return new Placed<>(event, given.position());
    }

    private record Done(CompletableFuture<Answer> answer) implements Completion {
        @Override
        public void answered(Answer given) {
            answer.complete(given);
        }

        @Override
        public void failed(Throwable cause) {
            answer.completeExceptionally(cause);
        }
    }
}
