package tallystick.app.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.app.axon.BusFixture;
import tallystick.domain.Answer;
import tallystick.domain.IdempotencyKey;
import tallystick.domain.LedgerCommand.Settlement.CutOffWindow;
import tallystick.domain.LedgerCommand.Settlement.FenceWindow;
import tallystick.domain.LedgerCommand.Settlement.OpenWindow;
import tallystick.domain.RefusalCode;
import tallystick.engine.EngineStoppedException;

/** Fence, root, seal: in one call, and taken up again wherever it was left. */
class WindowSealingTest {

    private static final IdempotencyKey KEY = new IdempotencyKey("seal-1", 7);
    private static final IdempotencyKey OTHER = new IdempotencyKey("seal-2", 8);

    @TempDir Path directory;
    private BusFixture ledger;
    private WindowSealing sealing;

    @BeforeEach
    void open() throws Exception {
        ledger = new BusFixture(directory);
        sealing = new WindowSealing(ledger.gateway, ledger.engine);
        assertNull(ledger.send(new OpenWindow("jan", "monthly", 0)).refusal());
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    private void cutOff() throws Exception {
        long now = System.currentTimeMillis() * 1_000_000L;
        assertNull(ledger.send(new CutOffWindow("jan", now, "feb")).refusal());
    }

    @Test
    void aWindowThatWasCutOffIsSealed() throws Exception {
        cutOff();
        Answer sealed = sealing.seal("jan", "alice", KEY);
        assertNull(sealed.refusal());
        assertEquals("jan", sealed.resource());
        assertFalse(sealed.replayed());
    }

    @Test
    void theSameKeyGetsTheFirstAnswer() throws Exception {
        cutOff();
        Answer first = sealing.seal("jan", "alice", KEY);
        Answer again = sealing.seal("jan", "alice", KEY);
        assertTrue(again.replayed());
        assertEquals(first.position(), again.position());
        assertNull(again.refusal());
    }

    @Test
    void aSealedWindowIsNotSealedTwice() throws Exception {
        cutOff();
        sealing.seal("jan", "alice", KEY);
        assertEquals(RefusalCode.WRONG_STATE, sealing.seal("jan", "bob", OTHER).refusal().code());
    }

    @Test
    void aSealThatDiedAfterTheFenceIsTakenUp() throws Exception {
        cutOff();
        assertNull(ledger.send(new FenceWindow("jan")).refusal());
        assertNull(sealing.seal("jan", "alice", KEY).refusal());
    }

    @Test
    void anOpenWindowIsRefusedAndTheRefusalIsKept() throws Exception {
        assertEquals(RefusalCode.WRONG_STATE, sealing.seal("jan", "alice", KEY).refusal().code());
        Answer again = sealing.seal("jan", "alice", KEY);
        assertTrue(again.replayed());
        assertEquals(RefusalCode.WRONG_STATE, again.refusal().code());
    }

    @Test
    void anUnknownWindowIsNotFound() throws Exception {
        assertEquals(RefusalCode.NOT_FOUND, sealing.seal("never", "alice", KEY).refusal().code());
    }

    @Test
    void aStoppedEngineIsToldAsSuch() {
        ledger.engine.close();
        ExecutionException failed =
                assertThrows(ExecutionException.class, () -> sealing.seal("jan", "alice", KEY));
        assertInstanceOf(EngineStoppedException.class, failed.getCause());
    }
}
