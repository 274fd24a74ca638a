package tallystick.projections;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Waiting for a projection: in time, in vain, and many at once. */
class ProgressViewTest {

    private static final long SECOND_NANOS = 1_000_000_000L;

    private final DataSource database = TestDatabase.fresh();
    private final ProgressView view = new ProgressView(database);

    private void moveTo(long position) {
        TestDatabase.execute(
                database,
                "INSERT INTO projection_progress VALUES ('wallet', %d) ON CONFLICT (projection)"
                                .formatted(position)
                        + " DO UPDATE SET position = excluded.position");
    }

    @Test
    void aProjectionThatFoldedNothingIsBeforeTheFirstPosition() throws Exception {
        assertEquals(-1, view.position("wallet"));
        assertEquals(Map.of(), view.positions());
        assertTrue(view.awaitPosition("wallet", -1, 0));
        assertFalse(view.awaitPosition("wallet", 0, 0));
    }

    @Test
    void whatIsReachedIsAnsweredAtOnce() throws Exception {
        moveTo(7);
        assertEquals(7, view.position("wallet"));
        assertTrue(view.awaitPosition("wallet", 7, 0));
        assertFalse(view.awaitPosition("wallet", 8, 0));
        assertFalse(view.awaitPosition("usage", 7, 0), "another projection is elsewhere");
    }

    @Test
    void aWaitEndsInVainAfterItsTimeout() throws Exception {
        long start = System.nanoTime();
        assertFalse(view.awaitPosition("wallet", 0, 200));
        long waited = System.nanoTime() - start;
        assertTrue(waited >= SECOND_NANOS / 5 && waited < 2 * SECOND_NANOS, waited + " ns");
    }

    @Test
    void aHundredWaitersShareTheirLooks() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        ProgressView counted = new ProgressView(CountedConnections.of(database, looks));
        List<Future<Boolean>> waits = new ArrayList<>();
        long start = System.nanoTime();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 100; i++) {
                waits.add(threads.submit(() -> counted.awaitPosition("wallet", 3, 10_000)));
            }
            Thread.sleep(300);
            moveTo(3);
            for (Future<Boolean> wait : waits) {
                assertTrue(wait.get());
            }
        }
        long millis = (System.nanoTime() - start) / 1_000_000;
        assertTrue(looks.get() <= millis / 10 + 2, looks + " looks in " + millis + " ms");
    }
}
