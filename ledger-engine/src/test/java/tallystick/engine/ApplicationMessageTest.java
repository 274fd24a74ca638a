package tallystick.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.domain.Answer;
import tallystick.domain.Refusal;
import tallystick.domain.RefusalCode;

/** The application's events stand among the ledger's, once each, and change no balance. */
class ApplicationMessageTest {

    @TempDir Path directory;

    @Test
    void messagesAreKeptInOrderAcrossARestart() throws IOException {
        String before;
        List<ApplicationMessage> first = List.of(message("a", "p-1", 0), message("b", "p-1", 1));
        try (LedgerEngine engine = EngineFixture.withWorld(directory)) {
            long last = engine.lastDurablePosition();
            assertEquals(last + 2, append(engine, first).position());
            EngineFixture.record(engine, World.usage(0, "between"));
            append(engine, List.of(message("c", "p-2", 0), message("d", "p-1", 2)));
            append(engine, List.of(message("e", null, -1)));
            before = EngineFixture.digest(engine);
            assertAggregates(engine);
        }
        try (LedgerEngine engine = EngineFixture.open(directory)) {
            assertEquals(before, EngineFixture.digest(engine));
            assertAggregates(engine);
            assertTaken("messages[0].id", append(engine, List.of(message("a", "p-9", 0))));
            assertTaken(
                    "messages[0].aggregate_sequence",
                    append(engine, List.of(message("new", "p-1", 1))));
        }
    }

    private static void assertAggregates(LedgerEngine engine) {
        assertEquals(List.of("a", "b", "d"), ids(engine.aggregate("p-1", 0)));
        assertEquals(List.of("d"), ids(engine.aggregate("p-1", 2)));
        assertEquals(List.of(), ids(engine.aggregate("p-1", 3)));
        assertEquals(List.of(), ids(engine.aggregate("nobody", 0)));
        assertEquals(2L, engine.lastSequence("p-1"));
        assertEquals(0L, engine.lastSequence("p-2"));
        assertNull(engine.lastSequence("nobody"));
        assertEquals(message("d", "p-1", 2), engine.aggregate("p-1", 2).getFirst().message());
    }

    @Test
    void allOrNoneAreTaken() throws IOException {
        try (LedgerEngine engine = EngineFixture.withWorld(directory)) {
            append(engine, List.of(message("a", "p-1", 0)));
            long last = engine.lastDurablePosition();
            assertTaken(
                    "messages[1].id",
                    append(engine, List.of(message("b", "p-1", 1), message("a", "p-1", 2))));
            assertTaken(
                    "messages[1].id",
                    append(engine, List.of(message("b", "p-1", 1), message("b", "p-1", 2))));
            assertTaken(
                    "messages[1].aggregate_sequence",
                    append(engine, List.of(message("b", "p-1", 1), message("c", "p-1", 1))));
            assertEquals(last, engine.lastDurablePosition());
            assertEquals(0L, engine.lastSequence("p-1"));
            append(engine, List.of(message("b", "p-1", 1), message("c", "p-1", 2)));
            assertEquals(2L, engine.lastSequence("p-1"));
        }
    }

    @Test
    void whatNoEventCanHoldIsRefusedAtTheDoor() throws IOException {
        try (LedgerEngine engine = EngineFixture.withWorld(directory)) {
            ApplicationMessage huge =
                    new ApplicationMessage(
                            "m", null, null, -1, 0, "T", null, "x".repeat(2_000_000), "{}");
            assertThrows(
                    IllegalArgumentException.class,
                    () -> engine.append(List.of(huge), new TestCompletion()));
            assertNull(append(engine, List.of(message("m", null, -1))).refusal());
        }
    }

    private static List<String> ids(List<JournalEntry.Application> entries) {
        return entries.stream().map(entry -> entry.message().id()).toList();
    }

    private static void assertTaken(String field, Answer answer) {
        Refusal refusal = answer.refusal();
        assertNotNull(refusal);
        assertEquals(RefusalCode.ALREADY_EXISTS, refusal.code());
        assertEquals(field, refusal.field());
        assertEquals(-1, answer.position());
    }

    private static Answer append(LedgerEngine engine, List<ApplicationMessage> messages) {
        TestCompletion completion = new TestCompletion();
        try {
            engine.append(messages, completion);
        } catch (EngineBusyException busy) {
            throw new IllegalStateException(busy);
        }
        return completion.answer();
    }

    private static ApplicationMessage message(
            String id, @Nullable String aggregate, long sequence) {
        return new ApplicationMessage(
                id, "Process", aggregate, sequence, 5, "Stepped", "1", "{\"n\":1}", "{}");
    }
}
