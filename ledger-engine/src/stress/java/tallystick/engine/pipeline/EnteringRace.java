package tallystick.engine.pipeline;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZJ_Result;

/** Two producers where there is room for one. Third: how much is in flight at the end. */
public class EnteringRace {

    @JCStressTest
    @Outcome(id = "true, false, 1", expect = Expect.ACCEPTABLE)
    @Outcome(id = "false, true, 1", expect = Expect.ACCEPTABLE)
    @Outcome(expect = Expect.FORBIDDEN, desc = "both are in, or none, or one is not counted")
    @State
    public static class AsItIs {
        private final InFlight inFlight = new InFlight(1);

        @Actor
        public void one(ZZJ_Result r) {
            r.r1 = inFlight.tryEnter(1);
        }

        @Actor
        public void other(ZZJ_Result r) {
            r.r2 = inFlight.tryEnter(1);
        }

        @Arbiter
        public void after(ZZJ_Result r) {
            r.r3 = inFlight.count();
        }
    }

    /** One enters while another leaves: what is left is what is counted. */
    @JCStressTest
    @Outcome(id = "true, true, 1", expect = Expect.ACCEPTABLE, desc = "after it had left")
    @Outcome(id = "false, true, 0", expect = Expect.ACCEPTABLE, desc = "before it had left")
    @Outcome(expect = Expect.FORBIDDEN)
    @State
    public static class AsItIsWithOneLeaving {
        private final InFlight inFlight = new InFlight(1);

        public AsItIsWithOneLeaving() {
            inFlight.tryEnter(1);
        }

        @Actor
        public void enters(ZZJ_Result r) {
            r.r1 = inFlight.tryEnter(1);
        }

        @Actor
        public void leaves(ZZJ_Result r) {
            inFlight.leave(1);
            r.r2 = true;
        }

        @Arbiter
        public void after(ZZJ_Result r) {
            r.r3 = inFlight.count();
        }
    }

    /** Looks and enters in two steps. */
    @JCStressTest
    @Outcome(id = "true, false, 1", expect = Expect.ACCEPTABLE)
    @Outcome(id = "false, true, 1", expect = Expect.ACCEPTABLE)
    @Outcome(expect = Expect.FORBIDDEN, desc = "both are in, or none, or one is not counted")
    @State
    public static class Broken {
        private volatile long entered;

        private boolean tryEnter() {
            long before = entered;
            if (before >= 1) {
                return false;
            }
            entered = before + 1;
            return true;
        }

        @Actor
        public void one(ZZJ_Result r) {
            r.r1 = tryEnter();
        }

        @Actor
        public void other(ZZJ_Result r) {
            r.r2 = tryEnter();
        }

        @Arbiter
        public void after(ZZJ_Result r) {
            r.r3 = entered;
        }
    }
}
