package tallystick.app.api;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.stereotype.Component;

/**
 * Ends waiting for answers that do not come. Nearly all come within milliseconds: so nobody sets a
 * timer for each, which would wake the timers' thread twice a request; one look around every
 * quarter of a second sees what is overdue.
 */
@Component
public final class AnswerDeadlines implements AutoCloseable {

    private static final long LOOK_MILLIS = 250;

    private final ConcurrentLinkedQueue<Awaited> awaited = new ConcurrentLinkedQueue<>();

    private final ScheduledExecutorService looks =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("tallystick-answer-deadlines").daemon().factory());

    private record Awaited(CompletableFuture<?> answer, long overdueNanoTime) {

        /** Whether nobody waits any more, or from now on. */
        boolean isOver(long nanoTime) {
            return answer.isDone()
                    || (nanoTime - overdueNanoTime >= 0
                            && answer.completeExceptionally(new TimeoutException()));
        }
    }

    public AnswerDeadlines() {
        var _ =
                looks.scheduleWithFixedDelay(
                        this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /**
     * The same answer, failed with a {@link TimeoutException} when it has not come in time; that is
     * seen up to a quarter of a second later.
     */
    public <T> CompletableFuture<T> within(long millis, CompletableFuture<T> answer) {
        if (!answer.isDone()) {
            awaited.add(
                    new Awaited(answer, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis)));
        }
        return answer;
    }

    private void look() {
        long now = System.nanoTime();
        awaited.removeIf(one -> one.isOver(now));
    }

    /** How many answers were under way at the last look or asked for since. */
    int awaited() {
        return awaited.size();
    }

    @Override
    public void close() {
        looks.shutdownNow();
    }
}
