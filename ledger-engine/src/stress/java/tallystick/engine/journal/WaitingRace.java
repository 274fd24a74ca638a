package tallystick.engine.journal;

import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * A tail that waits counts itself and then looks at the position; the journaling thread moves the
 * position and then looks whether anybody waits. If each missed the other, the tail would sleep
 * until its timeout. First: the writer saw nobody; second: the tail saw the old position. The wait
 * of {@link ForcedMark} itself sleeps, so this is its core, field by field; {@link AsItIs} has the
 * class's own field types.
 */
public class WaitingRace {

    @JCStressTest
    @Outcome(id = "true, true", expect = Expect.FORBIDDEN, desc = "a lost wake-up")
    @Outcome(expect = Expect.ACCEPTABLE)
    @State
    public static class AsItIs {
        private final AtomicInteger waiting = new AtomicInteger();
        private volatile long position;

        @Actor
        public void journal(ZZ_Result r) {
            position = 1;
            r.r1 = waiting.get() == 0;
        }

        @Actor
        public void tail(ZZ_Result r) {
            waiting.incrementAndGet();
            r.r2 = position < 1;
        }
    }

    /** The position is not volatile: on x86 too the writer may look before it is seen. */
    @JCStressTest
    @Outcome(id = "true, true", expect = Expect.FORBIDDEN, desc = "a lost wake-up")
    @Outcome(expect = Expect.ACCEPTABLE)
    @State
    public static class Broken {
        private final AtomicInteger waiting = new AtomicInteger();
        private long position;

        @Actor
        public void journal(ZZ_Result r) {
            position = 1;
            r.r1 = waiting.get() == 0;
        }

        @Actor
        public void tail(ZZ_Result r) {
            waiting.incrementAndGet();
            r.r2 = position < 1;
        }
    }
}
