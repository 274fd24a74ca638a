package tallystick.projections;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import tallystick.projections.sql.Rows;

/**
 * How far each projection has come. Any number of threads may wait at once: they share one look at
 * the database per {@value #LOOK_MILLIS} ms.
 */
public final class ProgressView {

    private static final long LOOK_MILLIS = 10;

    private record Look(SortedMap<String, Long> positions, long takenNanos) {}

    private final DataSource dataSource;
    private final ReentrantLock looking = new ReentrantLock();
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile Look newest =
            new Look(new TreeMap<>(), System.nanoTime() - TimeUnit.DAYS.toNanos(1));

    public ProgressView(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** The last position whose effect is in the projection's tables; −1 when there is none. */
    public long position(String projection) {
        return positions().getOrDefault(projection, -1L);
    }

    /** The position of every projection that has folded anything. */
    public SortedMap<String, Long> positions() {
        SortedMap<String, Long> positions = new TreeMap<>();
        Rows.list(
                        dataSource,
                        row -> Map.entry(Rows.text(row, "projection"), row.getLong("position")),
                        "SELECT projection, position FROM projection_progress")
                .forEach(row -> positions.put(row.getKey(), row.getValue()));
        return positions;
    }

    /**
     * Waits until the projection has reached a position.
     *
     * @param minPosition the position wanted; −1 is always reached
     * @param timeoutMillis longest wait, 0 or more
     * @return whether it was reached in time
     */
    public boolean awaitPosition(String projection, long minPosition, long timeoutMillis)
            throws InterruptedException {
        if (look().positions.getOrDefault(projection, -1L) >= minPosition) {
            return true;
        }
        waiting.incrementAndGet();
        try {
            return awaitLooking(projection, minPosition, timeoutMillis);
        } finally {
            waiting.decrementAndGet();
        }
    }

    /** Whether anybody waits for a projection at the moment. */
    public boolean isAwaited() {
        return waiting.get() > 0;
    }

    private boolean awaitLooking(String projection, long minPosition, long timeoutMillis)
            throws InterruptedException {
        long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        while (look().positions.getOrDefault(projection, -1L) < minPosition) {
            long leftNanos = deadlineNanos - System.nanoTime();
            if (leftNanos <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.sleep(
                    Math.min(leftNanos, TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS)));
        }
        return true;
    }

    /** A look no older than {@link #LOOK_MILLIS}: one thread looks, the others take what it saw. */
    private Look look() throws InterruptedException {
        if (isFresh(newest)) {
            return newest;
        }
        looking.lockInterruptibly();
        try {
            if (!isFresh(newest)) {
                long takenNanos = System.nanoTime();
                newest = new Look(positions(), takenNanos);
            }
            return newest;
        } finally {
            looking.unlock();
        }
    }

    private static boolean isFresh(Look look) {
        return System.nanoTime() - look.takenNanos < TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS);
    }
}
