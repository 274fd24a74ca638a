package tallystick.loadgen.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import tallystick.engine.LedgerEngine;
import tallystick.engine.tlog.Published;
import tallystick.engine.tlog.TlogOptions;
import tallystick.engine.tlog.TransparencyLog;

/**
 * A transparency log beside a load, and how long after it was forced an event is under a published
 * checkpoint: looked at every ten milliseconds.
 */
public final class LogBeside implements EngineLoad.Beside {

    private static final long LOOK_MILLIS = 10;

    private final Consumer<String> lines;
    private final Histogram behindMillis = new ConcurrentHistogram(3);
    private final List<Long> worstBySecond = new CopyOnWriteArrayList<>();

    /** What was forced, and when that was seen. */
    private record Forced(long position, long atNanos) {}

    /**
     * @param lines told what was seen when the load is over
     */
    public LogBeside(Consumer<String> lines) {
        this.lines = lines;
    }

    @Override
    public EngineLoad.Beside.Running open(LedgerEngine engine, Path data) throws IOException {
        TransparencyLog log = TransparencyLog.open(TlogOptions.in(data), engine.frames());
        Thread watch =
                Thread.ofPlatform().name("load-log-watch").daemon().start(() -> watch(engine, log));
        return () -> {
            watch.interrupt();
            log.close();
            lines.accept("the worst of each second since the log was opened, ms: " + worstBySecond);
            Published last = log.published();
            lines.accept(
                    "the log was behind, p50 %d ms, p99 %d ms, at most %d ms; %d leaves%s"
                            .formatted(
                                    behindMillis.getValueAtPercentile(50),
                                    behindMillis.getValueAtPercentile(99),
                                    behindMillis.getMaxValue(),
                                    last == null ? 0 : last.checkpoint().size(),
                                    log.refusal() == null ? "" : "; REFUSED: " + log.refusal()));
        };
    }

    private void watch(LedgerEngine engine, TransparencyLog log) {
        Deque<Forced> waiting = new ArrayDeque<>();
        long worst = 0;
        long second = System.nanoTime();
        try {
            while (true) {
                Thread.sleep(LOOK_MILLIS);
                long now = System.nanoTime();
                if (now - second >= 1_000_000_000L) {
                    worstBySecond.add(worst);
                    worst = 0;
                    second = now;
                }
                waiting.add(new Forced(engine.lastDurablePosition(), now));
                Published published = log.published();
                long size = published == null ? 0 : published.checkpoint().size();
                while (!waiting.isEmpty() && waiting.getFirst().position() < size) {
                    long behind = now - waiting.removeFirst().atNanos();
                    behindMillis.recordValue(behind / 1_000_000);
                    worst = Math.max(worst, behind / 1_000_000);
                }
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        } catch (UncheckedIOException unreadable) {
            lines.accept("the log cannot be watched: " + unreadable.getMessage());
        }
    }
}
