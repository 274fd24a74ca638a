package tallystick.app;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.axonframework.commandhandling.gateway.CommandGateway;
import tallystick.domain.Answer;
import tallystick.domain.LedgerCommand;
import tallystick.domain.LedgerRequest;

/** Whole nodes for tests, in this process, on a directory of the test's own. */
public final class TestNode {

    private TestNode() {}

    /** Starts a node on any free port, with more configuration of the test's own. */
    public static RunningNode start(Path data, Class<?>... more) {
        return start(data, Map.of(), more);
    }

    public static RunningNode start(Path data, Map<String, ?> overrides, Class<?>... more) {
        Map<String, Object> properties = new HashMap<>(overrides);
        properties.put("tallystick.data", data);
        properties.put("tallystick.engine.halt-on-failure", false);
        properties.put("server.port", 0);
        return TallystickApplication.start(List.of(more), properties);
    }

    /** Sends a command as the test and waits for its answer. */
    public static Answer send(RunningNode node, LedgerCommand command) throws Exception {
        return node.context()
                .getBean(CommandGateway.class)
                .<Answer>send(new LedgerRequest(command, "test", null))
                .get(60, TimeUnit.SECONDS);
    }

    /** Waits, up to a minute, until something holds. */
    public static void await(String what, Callable<Boolean> holds) throws Exception {
        await(what, 60, holds);
    }

    /** Waits, up to so many seconds, until something holds. */
    public static void await(String what, int seconds, Callable<Boolean> holds) throws Exception {
        long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!holds.call()) {
            if (System.nanoTime() > deadlineNanos) {
                throw new AssertionError("did not happen in " + seconds + " s: " + what);
            }
            Thread.sleep(10);
        }
    }
}
