package tallystick.app.process;

import java.util.concurrent.ExecutionException;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.jspecify.annotations.Nullable;
import tallystick.domain.Answer;
import tallystick.domain.IdempotencyKey;
import tallystick.domain.LedgerCommand.Settlement.FenceWindow;
import tallystick.domain.LedgerCommand.Settlement.SealWindow;
import tallystick.domain.LedgerRequest;
import tallystick.engine.LedgerEngine;
import tallystick.engine.LedgerEngine.WindowRoot;

/**
 * The seal step in one call: fence the window, compute the root over what is in it, seal it. Blocks
 * its caller, so never a ring thread.
 *
 * <p>The fence is the system's own command, under the actor {@value #ACTOR}; the seal is the
 * asker's, under its key. A call that died between the two is taken up by the next one, and a key
 * sent again gets the seal's first answer.
 */
public final class WindowSealing {

    /** Who fences. */
    public static final String ACTOR = "settlement-process";

    private final CommandGateway commands;
    private final LedgerEngine engine;

    public WindowSealing(CommandGateway commands, LedgerEngine engine) {
        this.commands = commands;
        this.engine = engine;
    }

    /**
     * Seals a window that was cut off.
     *
     * @param window its name
     * @param actor who asks
     * @param key the asker's idempotency key, null for none
     * @return the answer to the seal, or the refusal that stopped it
     * @throws ExecutionException with the engine's exception as its cause, when it took no request
     *     or stopped
     * @throws InterruptedException when the caller was interrupted; asking again goes on from here
     */
    public Answer seal(String window, String actor, @Nullable IdempotencyKey key)
            throws ExecutionException, InterruptedException {
        Answer fenced = send(new LedgerRequest(new FenceWindow(window), ACTOR, null));
        WindowRoot root = root(window);
        if (root == null) {
            // Not fenced, and it cannot be: the same refusal, but kept under the asker's key.
            return fenced.refusal() == null
                    ? fenced
                    : send(new LedgerRequest(new FenceWindow(window), actor, key));
        }
        SealWindow seal = new SealWindow(window, root.records(), root.merkleRoot());
        return send(new LedgerRequest(seal, actor, key));
    }

    private @Nullable WindowRoot root(String window) throws InterruptedException {
        try {
            return engine.windowRoot(window);
        } catch (IllegalArgumentException notFenced) {
            return null;
        }
    }

    private Answer send(LedgerRequest request) throws ExecutionException, InterruptedException {
        return commands.<Answer>send(request).get();
    }
}
