package tallystick.engine.journal;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/**
 * The journaling thread tells how far the journal is forced, a tail reads. Who sees the position
 * must find the place at least as far, or it would read bytes that are not there yet. First: the
 * position seen; second: the place seen after it.
 */
public class ForcedMarkRace {

    @JCStressTest
    @Outcome(id = "7, 0", expect = Expect.FORBIDDEN, desc = "a position whose bytes are not there")
    @Outcome(expect = Expect.ACCEPTABLE)
    @State
    public static class AsItIs {
        private final ForcedMark mark = new ForcedMark(0, 0);

        @Actor
        public void journal() {
            mark.publish(7, 70);
        }

        @Actor
        public void tail(JJ_Result r) {
            r.r1 = mark.position();
            r.r2 = mark.place();
        }
    }

    /** The position goes first. */
    @JCStressTest
    @Outcome(id = "7, 0", expect = Expect.FORBIDDEN, desc = "a position whose bytes are not there")
    @Outcome(expect = Expect.ACCEPTABLE)
    @State
    public static class Broken {
        private volatile long position;
        private volatile long place;

        @Actor
        public void journal() {
            position = 7;
            place = 70;
        }

        @Actor
        public void tail(JJ_Result r) {
            r.r1 = position;
            r.r2 = place;
        }
    }
}
