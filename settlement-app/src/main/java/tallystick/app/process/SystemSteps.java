package tallystick.app.process;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.axonframework.commandhandling.gateway.CommandGateway;
import tallystick.domain.Answer;
import tallystick.domain.LedgerCommand;
import tallystick.domain.LedgerRequest;
import tallystick.engine.EngineBusyException;

/** Commands of the system itself, many at a time; it waits where the engine has no room. */
public final class SystemSteps {

    private static final int IN_FLIGHT = 256;

    private final CommandGateway commands;
    private final String actor;

    /**
     * @param actor who asks, ending in {@code -process}
     */
    public SystemSteps(CommandGateway commands, String actor) {
        this.commands = commands;
        this.actor = actor;
    }

    /**
     * Has every command done, and returns when all answers are durable.
     *
     * @return how many events followed, refusals counted as none
     * @throws ExecutionException with the engine's exception as its cause, when it has stopped
     */
    int run(List<? extends LedgerCommand> steps) throws ExecutionException, InterruptedException {
        int done = 0;
        for (int from = 0; from < steps.size(); from += IN_FLIGHT) {
            done += together(steps.subList(from, Math.min(steps.size(), from + IN_FLIGHT)));
        }
        return done;
    }

    private int together(List<? extends LedgerCommand> steps)
            throws ExecutionException, InterruptedException {
        List<CompletableFuture<Answer>> sent = new ArrayList<>();
        steps.forEach(step -> sent.add(send(step)));
        int done = 0;
        for (int i = 0; i < sent.size(); i++) {
            Answer answer = awaited(steps.get(i), sent.get(i));
            done += answer.refusal() == null && answer.position() >= 0 ? 1 : 0;
        }
        return done;
    }

    private Answer awaited(LedgerCommand step, CompletableFuture<Answer> first)
            throws ExecutionException, InterruptedException {
        CompletableFuture<Answer> answer = first;
        while (true) {
            try {
                return answer.get();
            } catch (ExecutionException failed) {
                Thread.sleep(retryAfterMillis(failed));
                answer = send(step);
            }
        }
    }

    private static long retryAfterMillis(ExecutionException failed) throws ExecutionException {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof EngineBusyException busy) {
                return Math.max(1, busy.retryAfterMillis());
            }
        }
        throw failed;
    }

    private CompletableFuture<Answer> send(LedgerCommand step) {
        return commands.send(new LedgerRequest(step, actor, null));
    }
}
