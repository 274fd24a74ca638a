package tallystick.engine.pipeline;

import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.jspecify.annotations.Nullable;

/**
 * Two stages fail at once. First: how often the listener was told; second: how many causes are
 * known in all, the suppressed one included.
 */
public class FailingRace {

    private static final class Cause extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Cause() {
            // No stack: making one would take longer than the race.
            super("put in", null, true, false);
        }
    }

    @JCStressTest
    @Outcome(id = "1, 2", expect = Expect.ACCEPTABLE)
    @Outcome(expect = Expect.FORBIDDEN, desc = "told twice or not at all, or a cause is lost")
    @State
    public static class AsItIs {
        private final AtomicInteger told = new AtomicInteger();
        private final FailStop stop = new FailStop(_ -> told.incrementAndGet());
        private final Cause one = new Cause();
        private final Cause other = new Cause();

        @Actor
        public void oneStage() {
            stop.fail(one);
        }

        @Actor
        public void otherStage() {
            stop.fail(other);
        }

        @Arbiter
        public void after(II_Result r) {
            Throwable first = stop.cause();
            r.r1 = told.get();
            r.r2 = first == null ? 0 : 1 + first.getSuppressed().length;
        }
    }

    /** The first cause is looked at and set in two steps. */
    @JCStressTest
    @Outcome(id = "1, 2", expect = Expect.ACCEPTABLE)
    @Outcome(expect = Expect.FORBIDDEN, desc = "told twice or not at all, or a cause is lost")
    @State
    public static class Broken {
        private final AtomicInteger told = new AtomicInteger();
        private final Cause one = new Cause();
        private final Cause other = new Cause();
        private volatile @Nullable Throwable cause;

        private void fail(Throwable failure) {
            Throwable first = cause;
            if (first != null) {
                first.addSuppressed(failure);
                return;
            }
            cause = failure;
            told.incrementAndGet();
        }

        @Actor
        public void oneStage() {
            fail(one);
        }

        @Actor
        public void otherStage() {
            fail(other);
        }

        @Arbiter
        public void after(II_Result r) {
            Throwable first = cause;
            r.r1 = told.get();
            r.r2 = first == null ? 0 : 1 + first.getSuppressed().length;
        }
    }
}
