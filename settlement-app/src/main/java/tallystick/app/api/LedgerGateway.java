package tallystick.app.api;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tallystick.app.api.problem.ProblemCode;
import tallystick.app.api.problem.ProblemDocument;
import tallystick.app.api.problem.ProblemException;
import tallystick.domain.Answer;
import tallystick.domain.LedgerRequest;
import tallystick.engine.EngineBusyException;
import tallystick.engine.EngineStoppedException;

/** Hands requests to the ledger and waits until they are durable. Any thread but the ring's. */
@Component
public final class LedgerGateway {

    private static final long TIMEOUT_MILLIS = 30_000;
    private static final int STOPPED_RETRY_SECONDS = 5;

    /**
     * Something that the engine answers.
     *
     * @param <T> the answer
     */
    public interface Step<T> {
        /** Runs it; the cause of a failed execution is what the engine threw. */
        T run() throws ExecutionException, InterruptedException, TimeoutException;
    }

    private final CommandGateway commands;
    private final AnswerDeadlines deadlines;

    public LedgerGateway(CommandGateway commands, AnswerDeadlines deadlines) {
        this.commands = commands;
        this.deadlines = deadlines;
    }

    /**
     * The ledger's answer when it did what was asked.
     *
     * @throws ProblemException when the ledger refused, has no room, has stopped or does not answer
     */
    public Answer ask(LedgerRequest request) {
        CompletableFuture<Answer> answer = commands.send(request);
        return run(deadlines.within(TIMEOUT_MILLIS, answer)::get);
    }

    /**
     * The answer a step ends in, when it did what was asked.
     *
     * @throws ProblemException as {@link #ask}
     */
    public Answer run(Step<Answer> step) {
        Answer answer = orProblem(step);
        if (answer.refusal() != null) {
            throw new ProblemException(ProblemDocument.of(answer.refusal()));
        }
        return answer;
    }

    /**
     * What the engine answers.
     *
     * @throws ProblemException 503 when it has no room, has stopped or does not answer
     */
    public static <T> T orProblem(Step<T> step) {
        try {
            return step.run();
        } catch (ExecutionException failed) {
            throw problem(failed);
        } catch (TimeoutException late) {
            throw late();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw stopped();
        }
    }

    private static RuntimeException problem(ExecutionException failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            @Nullable ProblemException known = known(cause);
            if (known != null) {
                return known;
            }
        }
        return new IllegalStateException("the ledger failed", failed.getCause());
    }

    private static @Nullable ProblemException known(Throwable cause) {
        return switch (cause) {
            case EngineBusyException busy ->
                    new ProblemException(
                            ProblemDocument.of(
                                    ProblemCode.OVERLOADED,
                                    "the ledger has no room at the moment; nothing was taken"),
                            (int) Math.max(1, (busy.retryAfterMillis() + 999) / 1000));
            case EngineStoppedException _ -> stopped();
            case TimeoutException _ -> late();
            default -> null;
        };
    }

    private static ProblemException late() {
        return new ProblemException(
                ProblemDocument.of(
                        ProblemCode.ANSWER_TIMEOUT,
                        "no answer in " + TIMEOUT_MILLIS + " ms; asking again is safe"),
                STOPPED_RETRY_SECONDS);
    }

    private static ProblemException stopped() {
        return new ProblemException(
                ProblemDocument.of(
                        ProblemCode.LEDGER_STOPPED,
                        "the ledger has stopped; whether the request was taken is not known"),
                STOPPED_RETRY_SECONDS);
    }
}
