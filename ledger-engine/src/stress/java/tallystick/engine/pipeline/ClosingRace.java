package tallystick.engine.pipeline;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * A producer enters and then looks whether the engine takes requests; who closes says so and then
 * looks whether anybody is in. Never may the one be taken and the other find nobody: the request
 * would wait for ever. First: taken; second: found nobody.
 */
public class ClosingRace {

    @JCStressTest
    @Outcome(id = "true, true", expect = Expect.FORBIDDEN, desc = "taken, and nobody waits for it")
    @Outcome(expect = Expect.ACCEPTABLE)
    @State
    public static class AsItIs {
        private final InFlight inFlight = new InFlight(10);
        private final FailStop stop = new FailStop(_ -> {});

        @Actor
        public void producer(ZZ_Result r) {
            r.r1 = inFlight.tryEnter(1) && stop.isReady();
        }

        @Actor
        public void closer(ZZ_Result r) {
            stop.close();
            r.r2 = inFlight.isEmpty();
        }
    }

    /** The same with a flag that is written without a fence behind it. */
    @JCStressTest
    @Outcome(id = "true, true", expect = Expect.FORBIDDEN, desc = "taken, and nobody waits for it")
    @Outcome(expect = Expect.ACCEPTABLE)
    @State
    public static class Broken {
        private final InFlight inFlight = new InFlight(10);
        private boolean closing;

        @Actor
        public void producer(ZZ_Result r) {
            r.r1 = inFlight.tryEnter(1) && !closing;
        }

        @Actor
        public void closer(ZZ_Result r) {
            closing = true;
            r.r2 = inFlight.isEmpty();
        }
    }
}
