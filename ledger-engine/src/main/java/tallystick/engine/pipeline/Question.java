package tallystick.engine.pipeline;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tallystick.domain.Answer;
import tallystick.domain.ledger.LedgerState;
import tallystick.engine.Completion;

/**
 * Something asked of the ledger between two requests. Its answer is given when everything it can
 * have seen is durable, and never on a ring thread.
 */
final class Question<T> implements Completion {

    private final Function<LedgerState, T> question;
    private final CompletableFuture<T> answer = new CompletableFuture<>();
    private @Nullable T found;
    private @Nullable Exception refused;

    Question(Function<LedgerState, T> question) {
        this.question = question;
    }

    CompletableFuture<T> answer() {
        return answer;
    }

    /** Decide thread. An exception is the asker's own; an error stops the engine. */
    void ask(LedgerState state) {
        try {
            found = question.apply(state);
        } catch (Exception askersOwn) {
            refused = askersOwn;
        }
    }

    @Override
    public void answered(Answer durable) {
        Exception cause = refused;
        if (cause != null) {
            answer.completeExceptionally(cause);
        } else {
            answer.completeAsync(this::found);
        }
    }

    // The question may well answer null, if the asker's type says so.
    @SuppressWarnings("NullAway")
    private T found() {
        return found;
    }

    @Override
    public void failed(Throwable cause) {
        answer.completeExceptionally(cause);
    }
}
