package tallystick.engine;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tallystick.domain.Answer;

/** A completion to wait on. */
public final class TestCompletion implements Completion {

    private static final long SECONDS = 30;

    private final CompletableFuture<Answer> answer = new CompletableFuture<>();

    @Override
    public void answered(Answer given) {
        answer.complete(given);
    }

    @Override
    public void failed(Throwable cause) {
        answer.completeExceptionally(cause);
    }

    public boolean isDone() {
        return answer.isDone();
    }

    /** The answer, when it comes within half a minute. */
    public Answer answer() {
        try {
            return answer.get(SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException none) {
            throw new IllegalStateException("no answer", none);
        }
    }

    /** Why it failed, when it does within half a minute. */
    public Throwable failure() {
        try {
            Answer given = answer.get(SECONDS, TimeUnit.SECONDS);
            throw new IllegalStateException("answered: " + given);
        } catch (ExecutionException failed) {
            return Objects.requireNonNull(failed.getCause());
        } catch (InterruptedException | TimeoutException none) {
            throw new IllegalStateException("neither answered nor failed", none);
        }
    }
}
