package tallystick.loadgen.world;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs the parts of a load at the same time. */
public final class Together {

    private Together() {}

    /**
     * Runs each task on a thread of its own.
     *
     * @return what they returned, in their order
     * @throws IllegalStateException when one of them throws
     */
    public static <T> List<T> run(List<? extends Callable<T>> tasks) throws InterruptedException {
        ExecutorService threads =
                Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("load-", 1).factory());
        try (threads) {
            List<T> results = new ArrayList<>();
            for (Future<T> result : threads.invokeAll(tasks)) {
                results.add(result.get());
            }
            return results;
        } catch (ExecutionException failed) {
            throw new IllegalStateException("a connection's part failed", failed.getCause());
        }
    }
}
