package tallystick.app.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.locks.LockSupport;

/** Says what is being done, shows that it still is, and how long it took. */
final class Steps {

    private static final long SECOND = 1_000_000_000L;
    private static final long TENTH = SECOND / 10;

    /** Something that takes a while. */
    interface Step<T> {
        T run() throws IOException, InterruptedException;
    }

    private final PrintStream out;
    private final boolean terminal;

    Steps(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** Runs a step under its label; a dot a second on a terminal. */
    <T> T run(String label, Step<T> step) throws IOException, InterruptedException {
        long started = System.nanoTime();
        out.print(label + " ");
        out.flush();
        Thread dots = Thread.ofVirtual().unstarted(this::dots);
        if (terminal) {
            dots.start();
        }
        try {
            T result = step.run();
            stop(dots);
            long tenths = (System.nanoTime() - started) / TENTH;
            out.println("%d.%d s".formatted(tenths / 10, tenths % 10));
            return result;
        } catch (IOException | InterruptedException | RuntimeException failed) {
            stop(dots);
            out.println("failed");
            throw failed;
        }
    }

    private static void stop(Thread dots) throws InterruptedException {
        dots.interrupt();
        dots.join();
    }

    private void dots() {
        while (true) {
            LockSupport.parkNanos(SECOND);
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
            out.print('.');
            out.flush();
        }
    }
}
