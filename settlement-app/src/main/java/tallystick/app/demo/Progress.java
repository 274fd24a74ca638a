package tallystick.app.demo;

import java.io.PrintStream;

/**
 * How far a long step is: one line that redraws itself on a terminal, a plain line every few
 * seconds otherwise. Safe for several threads.
 */
final class Progress {

    private static final int WIDTH = 24;
    private static final long SECOND = 1_000_000_000L;
    private static final long REDRAW_NANOS = SECOND / 10;
    private static final long PLAIN_NANOS = 2 * SECOND;

    private final PrintStream out;
    private final boolean terminal;
    private final String label;
    private final long total;
    private long started = System.nanoTime();
    private long paused;
    private long drawn = started;
    private long done;

    /**
     * @param total how much there is to do, 1 or more
     */
    Progress(PrintStream out, boolean terminal, String label, long total) {
        this.out = out;
        this.terminal = terminal;
        this.label = label;
        this.total = total;
    }

    /** That {@code count} more are done. */
    synchronized void advance(long count) {
        done += count;
        long now = System.nanoTime();
        if (now - drawn >= (terminal ? REDRAW_NANOS : PLAIN_NANOS)) {
            drawn = now;
            draw(now, terminal ? "" : "\n");
        }
    }

    /** Something else is done, and shown, until {@link #resume}; it does not count as time. */
    synchronized void pause() {
        paused = System.nanoTime();
        draw(paused, "\n");
    }

    /** Goes on after {@link #pause}. */
    synchronized void resume() {
        drawn = System.nanoTime();
        started += drawn - paused;
    }

    /** The last line, which stays. */
    synchronized void finish() {
        draw(System.nanoTime(), "\n");
    }

    private void draw(long now, String end) {
        long nanos = Math.max(1, now - started);
        long perSecond = Math.round(done * (double) SECOND / nanos);
        long left = perSecond == 0 ? 0 : (total - done + perSecond - 1) / perSecond;
        String eta = done >= total ? nanos / SECOND + " s" : "ETA " + left + " s";
        out.print(
                (terminal ? "\r\033[K" : "")
                        + "%s %s %3d %%  %,d of %,d  %,d/s  %s"
                                .formatted(
                                        label,
                                        terminal ? bar() : "",
                                        percent(),
                                        done,
                                        total,
                                        perSecond,
                                        eta)
                        + end);
        out.flush();
    }

    private String bar() {
        int filled = (int) (done * WIDTH / total);
        return "[" + "=".repeat(filled) + " ".repeat(WIDTH - filled) + "]";
    }

    private long percent() {
        return done * 100 / total;
    }
}
