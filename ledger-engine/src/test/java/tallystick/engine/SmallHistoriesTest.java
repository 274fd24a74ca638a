package tallystick.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.domain.Answer;
import tallystick.domain.Decision;
import tallystick.domain.LedgerCommand;
import tallystick.domain.LedgerCommand.RecordUsage;
import tallystick.domain.LedgerCommand.Settlement.CutOffWindow;
import tallystick.domain.LedgerCommand.Settlement.FenceWindow;
import tallystick.domain.ledger.LedgerDecider;
import tallystick.domain.ledger.LedgerState;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;

/**
 * Every history of two steps out of eight, and each again with a restart between them: the engine
 * is the ledger, whatever comes in which order.
 */
class SmallHistoriesTest {

    private enum Step {
        RECORD_A,
        CHANGE_A,
        RECORD_B_ROAMING,
        RECORD_BOTH_STRICT,
        CUT_OFF,
        FENCE,
        MESSAGE,
        RESTART
    }

    @TempDir Path directory;
    private int histories;

    @Test
    void theEngineIsTheLedger() throws Exception {
        for (Step first : Step.values()) {
            for (Step second : Step.values()) {
                play(List.of(first, second), directory.resolve("h" + histories++));
                play(List.of(first, Step.RESTART, second), directory.resolve("h" + histories++));
            }
        }
        assertEquals(2 * 8 * 8, histories);
    }

    private static void play(List<Step> history, Path where)
            throws IOException, EngineBusyException {
        LedgerState model = World.ledger();
        LedgerEngine engine = EngineFixture.withWorld(where);
        int messages = 0;
        for (Step step : history) {
            switch (step) {
                case RESTART -> {
                    engine.close();
                    engine = EngineFixture.open(where);
                }
                case MESSAGE -> {
                    TestCompletion done = new TestCompletion();
                    engine.append(List.of(message(messages++)), done);
                    model.skip(done.answer().position(), World.NOW);
                }
                default -> {
                    LedgerCommand command = command(step);
                    Answer answer = EngineFixture.ask(engine, command);
                    assertEquals(apply(model, command(step)), answer.position(), history::toString);
                }
            }
        }
        assertEquals(model.digest(), EngineFixture.digest(engine), history::toString);
        assertTrue(model.isBalanced());
        engine.close();
    }

    private static LedgerCommand command(Step step) {
        UsageRecord changed = World.unsealed(0, "a");
        changed.tokens[TokenClass.OUTPUT_TEXT.ordinal()]++;
        return switch (step) {
            case RECORD_A -> new RecordUsage(List.of(World.usage(0, "a")), false);
            case CHANGE_A -> new RecordUsage(List.of(World.sealed(changed)), false);
            case RECORD_B_ROAMING -> new RecordUsage(List.of(World.roaming(1, "b")), false);
            case RECORD_BOTH_STRICT ->
                    new RecordUsage(List.of(World.usage(0, "a"), World.usage(1, "b")), true);
            case CUT_OFF ->
                    new CutOffWindow(World.WINDOW, World.NOW - 1_500_000_000L, World.NEXT_WINDOW);
            case FENCE -> new FenceWindow(World.WINDOW);
            case MESSAGE, RESTART -> throw new IllegalArgumentException(step.name());
        };
    }

    private static ApplicationMessage message(int number) {
        return new ApplicationMessage("m-" + number, null, null, -1, 0, "Ticked", null, "{}", "{}");
    }

    /** The ledger without an engine; the position that the answer must give. */
    private static long apply(LedgerState model, LedgerCommand command) {
        if (!(command instanceof RecordUsage usage)) {
            return switch (LedgerDecider.decide(World.request(command), model, World.NOW)) {
                case Decision.Accepted accepted -> {
                    accepted.events()
                            .forEach(e -> model.evolve(e, model.lastPosition() + 1, World.NOW));
                    yield model.lastPosition();
                }
                case Decision.Refused _, Decision.Replayed _ -> -1;
            };
        }
        if (usage.strict() && LedgerDecider.strictConflict(usage.records(), model)) {
            return -1;
        }
        long newest = -1;
        for (UsageRecord record : usage.records()) {
            LedgerDecider.decideUsage(record, model, World.NOW);
            newest = Math.max(newest, record.position);
            if (record.status == UsageStatus.ACCEPTED || record.status == UsageStatus.SUSPENDED) {
                model.evolveUsage(record);
            }
        }
        return newest;
    }
}
