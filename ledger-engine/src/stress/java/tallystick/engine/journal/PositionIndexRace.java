package tallystick.engine.journal;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/**
 * The journaling thread adds a frame to the sparse index while a reader looks a position up. What
 * is found is the old frame or the new one, never half of it. First: position; second: place.
 */
public class PositionIndexRace {

    private static final int MIB = 1 << 20;

    @JCStressTest
    @Outcome(id = "0, 5", expect = Expect.ACCEPTABLE)
    @Outcome(id = "100, 55", expect = Expect.ACCEPTABLE)
    @Outcome(expect = Expect.FORBIDDEN, desc = "half an entry")
    @State
    public static class AsItIs {
        private final PositionIndex index = new PositionIndex();

        public AsItIs() {
            index.add(0, PositionIndex.place(0, 5), MIB);
        }

        @Actor
        public void journal() {
            index.add(100, PositionIndex.place(0, 55), MIB);
        }

        @Actor
        public void reader(JJ_Result r) {
            PositionIndex.Entry entry = index.floor(150);
            r.r1 = entry.firstPosition();
            r.r2 = PositionIndex.offsetOf(entry.place());
        }
    }

    /** The size is told before the entry is there. */
    @JCStressTest
    @Outcome(id = "0, 5", expect = Expect.ACCEPTABLE)
    @Outcome(id = "100, 55", expect = Expect.ACCEPTABLE)
    @Outcome(expect = Expect.FORBIDDEN, desc = "half an entry")
    @State
    public static class Broken {
        private final long[] positions = {0, 0};
        private final long[] places = {5, 0};
        private volatile int size = 1;

        @Actor
        public void journal() {
            size = 2;
            positions[1] = 100;
            places[1] = 55;
        }

        @Actor
        public void reader(JJ_Result r) {
            int newest = size - 1;
            r.r1 = positions[newest];
            r.r2 = places[newest];
        }
    }
}
