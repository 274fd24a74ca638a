package tallystick.engine.pipeline;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tallystick.engine.EngineStoppedException;

/**
 * Whether the engine goes on. The first failure counts and is final: from then on nothing is
 * journaled, nothing is acknowledged, and nothing is tried again.
 */
public final class FailStop {

    private final Consumer<Throwable> listener;
    private volatile boolean closing;
    private volatile @Nullable Throwable cause;

    /**
     * @param listener told once, on the failing thread, of the first failure: the place to halt the
     *     process
     */
    public FailStop(Consumer<Throwable> listener) {
        this.listener = listener;
    }

    /** Stops the engine; later causes are attached to the first. */
    public void fail(Throwable failure) {
        synchronized (this) {
            Throwable first = cause;
            if (first != null) {
                if (!first.equals(failure)) {
                    first.addSuppressed(failure);
                }
                return;
            }
            cause = failure;
        }
        listener.accept(failure);
    }

    /** Takes no more requests; what was taken is finished. */
    void close() {
        closing = true;
    }

    /** Why the engine failed, null while it has not. */
    public @Nullable Throwable cause() {
        return cause;
    }

    boolean isClosing() {
        return closing;
    }

    public boolean isReady() {
        return !closing && cause == null;
    }

    /** What a caller is told who comes too late, or whose request was on the way. */
    public EngineStoppedException stopped() {
        Throwable failure = cause;
        return failure == null
                ? new EngineStoppedException("the engine is closed")
                : new EngineStoppedException("the engine stopped: " + failure, failure);
    }
}
