package tallystick.app.security.key;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tallystick.domain.Answer;
import tallystick.engine.ApplicationMessage;
import tallystick.engine.Completion;
import tallystick.engine.EngineBusyException;
import tallystick.engine.JournalEntry;
import tallystick.engine.LedgerEngine;
import tools.jackson.databind.json.JsonMapper;

/**
 * What happened to keys, in the journal: one aggregate of events, in the form in which Axon's are
 * stored, so that its processors read them like any other.
 */
final class KeyJournal {

    private static final String AGGREGATE = "api-keys";
    private static final String TYPE = "ApiKeys";
    private static final long TIMEOUT_SECONDS = 30;

    private static final List<Class<? extends ApiKeyEvent>> TYPES =
            List.of(ApiKeyCreated.class, ApiKeyRevoked.class);

    private final LedgerEngine engine;
    private final JsonMapper json = JsonMapper.builder().build();

    /** An event and its journal position. */
    record Placed(ApiKeyEvent event, long position) {}

    KeyJournal(LedgerEngine engine) {
        this.engine = engine;
    }

    /** Everything that happened, in order. */
    List<Placed> read() {
        List<Placed> events = new ArrayList<>();
        for (JournalEntry.Application entry : engine.aggregate(AGGREGATE, 0)) {
            ApplicationMessage message = entry.message();
            events.add(new Placed(event(message), entry.lastPosition()));
        }
        return events;
    }

    private ApiKeyEvent event(ApplicationMessage message) {
        for (Class<? extends ApiKeyEvent> type : TYPES) {
            if (type.getName().equals(message.payloadType())) {
                return json.readValue(message.payload(), type);
            }
        }
        throw new IllegalStateException("not an event of keys: " + message.payloadType());
    }

    /**
     * Writes an event; when this returns, it is on disk. One writer at a time.
     *
     * @throws ExecutionException when the engine has no room or has stopped
     */
    Placed append(ApiKeyEvent event)
            throws ExecutionException, InterruptedException, TimeoutException {
        Long last = engine.lastSequence(AGGREGATE);
        ApplicationMessage message =
                new ApplicationMessage(
                        UUID.randomUUID().toString(),
                        TYPE,
                        AGGREGATE,
                        last == null ? 0 : last + 1,
                        event.atEpochMillis(),
                        event.getClass().getName(),
                        null,
                        json.writeValueAsString(event),
                        json.writeValueAsString(Map.of("actor", event.by())));
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
        return new Placed(event, given.position());
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
