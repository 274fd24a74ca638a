package tallystick.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.domain.Answer;
import tallystick.domain.IdempotencyKey;
import tallystick.domain.LedgerCommand.RecordUsage;
import tallystick.domain.LedgerCommand.Reference.RegisterModel;
import tallystick.domain.LedgerRequest;
import tallystick.domain.RefusalCode;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;

/** The same thing said many times happened once. */
class OnceOnlyTest {

    private static final int THREADS = 100;
    private static final int EACH = 100;

    @TempDir Path directory;

    @Test
    void theSameRecordFromAHundredThreadsIsOneEventAcrossARestart() throws Exception {
        long position;
        try (LedgerEngine engine = EngineFixture.withWorld(directory)) {
            long before = engine.lastDurablePosition();
            position = hammer(engine, 1);
            assertEquals(before + 1, position);
            assertEquals(position, engine.lastDurablePosition());
        }
        try (LedgerEngine engine = EngineFixture.open(directory)) {
            assertEquals(position, hammer(engine, 0));
            assertEquals(position, engine.lastDurablePosition());

            UsageRecord other = World.unsealed(0, "same");
            other.tokens[TokenClass.OUTPUT_TEXT.ordinal()]++;
            EngineFixture.record(engine, World.sealed(other));
            assertEquals(UsageStatus.CONFLICT, other.status);
            assertEquals(position, other.position);
            assertEquals(position, engine.lastDurablePosition());
        }
    }

    /** Returns the one position that every answer gives. */
    private static long hammer(LedgerEngine engine, int expectedNew) throws InterruptedException {
        AtomicInteger accepted = new AtomicInteger();
        List<Long> positions = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            threads.add(
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        for (int i = 0; i < EACH; i++) {
                                            UsageRecord usage = World.usage(0, "same");
                                            Answer answer = EngineFixture.record(engine, usage);
                                            boolean isNew = usage.status == UsageStatus.ACCEPTED;
                                            accepted.addAndGet(isNew ? 1 : 0);
                                            synchronized (positions) {
                                                positions.add(answer.position());
                                            }
                                        }
                                    }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(expectedNew, accepted.get());
        assertEquals(THREADS * EACH, positions.size());
        assertEquals(1, positions.stream().distinct().count());
        return positions.getFirst();
    }

    @Test
    void aBatchKnowsItsOwnLines() throws IOException {
        try (LedgerEngine engine = EngineFixture.withWorld(directory)) {
            UsageRecord first = World.usage(0, "a");
            UsageRecord again = World.usage(0, "a");
            UsageRecord second = World.usage(1, "b");
            Answer answer = EngineFixture.record(engine, first, again, second);
            assertEquals(UsageStatus.DUPLICATE, again.status);
            assertEquals(first.position, again.position);
            assertEquals(first.position + 1, second.position);
            assertEquals(second.position, answer.position());

            assertEquals(first.position, EngineFixture.record(engine, again).position());
            assertEquals(-1, EngineFixture.record(engine).position(), "an empty batch");
        }
    }

    @Test
    void aStrictBatchIsAllOrNothing() throws IOException {
        try (LedgerEngine engine = EngineFixture.withWorld(directory)) {
            EngineFixture.record(engine, World.usage(0, "a"));
            long before = engine.lastDurablePosition();
            UsageRecord conflicting = World.unsealed(0, "a");
            conflicting.attempt = 2;
            UsageRecord fine = World.usage(0, "b");

            Answer answer =
                    EngineFixture.ask(
                            engine,
                            new RecordUsage(List.of(fine, World.sealed(conflicting)), true));

            assertEquals(-1, answer.position());
            assertNull(answer.refusal());
            assertEquals(UsageStatus.NOT_APPLIED, fine.status);
            assertEquals(UsageStatus.NOT_APPLIED, conflicting.status);
            assertEquals(before, engine.lastDurablePosition());

            EngineFixture.ask(engine, new RecordUsage(List.of(fine, World.usage(0, "a")), true));
            assertEquals(UsageStatus.ACCEPTED, fine.status, "a duplicate is no conflict");
        }
    }

    @Test
    void anIdempotencyKeyGivesItsFirstAnswerAgainAcrossARestart() throws IOException {
        LedgerRequest register = keyed("new-model", 7);
        LedgerRequest taken = keyed("llama-3.3-70b", 8);
        Answer first;
        Answer refused;
        try (LedgerEngine engine = EngineFixture.withWorld(directory)) {
            first = EngineFixture.submit(engine, register).answer();
            refused = EngineFixture.submit(engine, taken).answer();
            assertFalse(first.replayed());
            assertEquals("new-model", first.resource());
            assertEquals(first.position() + 1, refused.position(), "a refusal is an event too");
            assertReplayed(first, EngineFixture.submit(engine, register).answer());
        }
        try (LedgerEngine engine = EngineFixture.open(directory)) {
            assertReplayed(first, EngineFixture.submit(engine, register).answer());
            assertReplayed(refused, EngineFixture.submit(engine, taken).answer());

            LedgerRequest reused =
                    new LedgerRequest(
                            new RegisterModel("another"), "ops", new IdempotencyKey("key-7", 99));
            Answer answer = EngineFixture.submit(engine, reused).answer();
            assertNotNull(answer.refusal());
            assertEquals(RefusalCode.IDEMPOTENCY_KEY_REUSED, answer.refusal().code());
            assertEquals(-1, answer.position());
        }
    }

    private static void assertReplayed(Answer first, Answer again) {
        assertTrue(again.replayed());
        assertEquals(first.position(), again.position());
        assertEquals(first.resource(), again.resource());
        assertEquals(first.refusal(), again.refusal());
    }

    private static LedgerRequest keyed(String model, long fingerprint) {
        return new LedgerRequest(
                new RegisterModel(model),
                "ops",
                new IdempotencyKey("key-" + fingerprint, fingerprint));
    }
}
