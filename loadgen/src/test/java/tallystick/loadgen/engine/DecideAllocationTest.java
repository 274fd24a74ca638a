package tallystick.loadgen.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Deciding and applying a usage record allocates nothing once the compiler has seen it and the
 * ledger has room for the identity. The benchmark's own figure cannot show that: it counts the room
 * that is made before each iteration.
 */
class DecideAllocationTest {

    private static final int WARM_UP = 2_000;
    private static final int MEASURED = 1_000;
    private static final int BATCH = 1_024;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.9})
    void aRecordTakesNoMemoryButItsIdentity(double hot) throws Exception {
        DecideBenchmark ledger = new DecideBenchmark();
        ledger.hot = hot;
        ledger.federation();
        run(ledger, WARM_UP);
        long bytes = run(ledger, MEASURED);
        double each = (double) bytes / MEASURED / BATCH;
        System.out.println("hot " + hot + ": " + each + " bytes a record");
        assertTrue(each < 0.1, each + " bytes a record");
    }

    private long run(DecideBenchmark ledger, int batches) {
        long before = threads.getCurrentThreadAllocatedBytes();
        long kept = 0;
        for (int i = 0; i < batches; i++) {
            kept += ledger.decideAndEvolve();
        }
        assertTrue(kept != Long.MIN_VALUE);
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}
