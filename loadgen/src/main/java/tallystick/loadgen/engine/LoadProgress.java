package tallystick.loadgen.engine;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Says every two seconds how far a run is, and remembers how much heap it used. */
final class LoadProgress implements AutoCloseable {

    private static final int TICKS_PER_LINE = 20;
    private static final long TICK_MILLIS = 100;
    private static final long MIB = 1 << 20;

    private final List<LoadTally> tallies;
    private final long events;
    private final Consumer<String> lines;
    private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private volatile long heapMaxBytes;

    LoadProgress(List<LoadTally> tallies, long events, Consumer<String> lines) {
        this.tallies = tallies;
        this.events = events;
        this.lines = lines;
        thread = Thread.ofPlatform().name("load-progress").daemon().start(this::run);
    }

    private void run() {
        long before = 0;
        long beforeNanos = System.nanoTime();
        try {
            for (int tick = 1; !closed.await(TICK_MILLIS, TimeUnit.MILLISECONDS); tick++) {
                heapMaxBytes = Math.max(heapMaxBytes, memory.getHeapMemoryUsage().getUsed());
                if (tick % TICKS_PER_LINE == 0) {
                    long now = answered();
                    long nanos = System.nanoTime();
                    lines.accept(line(now, (now - before) * 1_000_000_000 / (nanos - beforeNanos)));
                    before = now;
                    beforeNanos = nanos;
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private long answered() {
        return tallies.stream().mapToLong(LoadTally::answered).sum();
    }

    private String line(long now, long perSecond) {
        return "%,d of %,d events, %,d/s, heap %,d MiB"
                .formatted(now, events, perSecond, memory.getHeapMemoryUsage().getUsed() / MIB);
    }

    /** Most heap seen in use so far. */
    long heapMaxBytes() {
        return heapMaxBytes;
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
