package tallystick.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tallystick.domain.Answer;
import tallystick.domain.LedgerCommand;
import tallystick.domain.LedgerCommand.RecordUsage;
import tallystick.domain.LedgerRequest;
import tallystick.domain.ledger.LedgerState;
import tallystick.domain.usage.UsageRecord;
import tallystick.engine.journal.JournalKind;
import tallystick.engine.journal.JournalOptions;

/** Opens engines with small journals and a standing clock, and asks them things. */
public final class EngineFixture {

    private static final int MIB = 1024 * 1024;

    private EngineFixture() {}

    public static EngineOptions options(Path directory, JournalKind kind) {
        JournalOptions journal =
                JournalOptions.of(directory.resolve("journal"), kind)
                        .withSizes(MIB, 8 * MIB, MIB, MIB);
        return EngineOptions.of(journal).withRing(256, 16_384, 5_000).withClock(() -> World.NOW);
    }

    public static LedgerEngine open(Path directory) throws IOException {
        return Engines.open(options(directory, JournalKind.SEGMENT));
    }

    /** An engine with the federation in it. */
    public static LedgerEngine withWorld(Path directory) throws IOException {
        LedgerEngine engine = open(directory);
        setUp(engine);
        return engine;
    }

    public static void setUp(LedgerEngine engine) {
        List<TestCompletion> pending = new ArrayList<>();
        for (LedgerCommand command : World.setUp()) {
            pending.add(submit(engine, World.request(command)));
        }
        for (TestCompletion completion : pending) {
            Answer answer = completion.answer();
            if (answer.refusal() != null) {
                throw new IllegalStateException(answer.toString());
            }
        }
    }

    public static TestCompletion submit(LedgerEngine engine, LedgerRequest request) {
        TestCompletion completion = new TestCompletion();
        try {
            engine.submit(request, completion);
        } catch (EngineBusyException busy) {
            throw new IllegalStateException(busy);
        }
        return completion;
    }

    public static Answer ask(LedgerEngine engine, LedgerCommand command) {
        return submit(engine, World.request(command)).answer();
    }

    public static Answer record(LedgerEngine engine, UsageRecord... records) {
        return ask(engine, new RecordUsage(List.of(records), false));
    }

    public static String digest(LedgerEngine engine) {
        return engine.query(LedgerState::digest).join();
    }

    public static List<JournalEntry> entries(LedgerEngine engine, long afterPosition) {
        List<JournalEntry> entries = new ArrayList<>();
        try (EventTail tail = engine.tail(afterPosition)) {
            for (JournalEntry entry = tail.poll(); entry != null; entry = tail.poll()) {
                entries.add(entry);
            }
        }
        return entries;
    }
}
