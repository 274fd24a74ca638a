package tallystick.app.wiring;

import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens when the engine cannot go on: the process ends with exit code {@value #EXIT_CODE}.
 * The engine acknowledges nothing from then on, so the seconds in which callers are told and
 * PostgreSQL is stopped endanger nothing; when they are not enough, the process is cut off.
 */
final class FailStop implements Consumer<Throwable> {

    static final int EXIT_CODE = 1;

    private static final long GRACE_MILLIS = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(FailStop.class);

    private final boolean halt;

    FailStop(boolean halt) {
        this.halt = halt;
    }

    @Override
    public void accept(Throwable cause) {
        LOG.error("THE ENGINE STOPPED: nothing more is acknowledged", cause);
        if (halt) {
            // Not on this thread, which is the ring's: others wait for it to return.
            Thread.ofPlatform().name("fail-stop").daemon().start(FailStop::cutOff);
            Thread.ofPlatform().name("fail-stop-exit").daemon().start(() -> System.exit(EXIT_CODE));
        }
    }

    private static void cutOff() {
        try {
            Thread.sleep(GRACE_MILLIS);
        } catch (InterruptedException hurried) {
            LOG.warn("cut off early", hurried);
        }
        Runtime.getRuntime().halt(EXIT_CODE);
    }
}
