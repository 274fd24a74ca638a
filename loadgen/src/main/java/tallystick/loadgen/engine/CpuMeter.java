package tallystick.loadgen.engine;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * CPU time by thread, which does not depend on what else the machine does. What the threads of this
 * program did not use, collector and compiler did.
 */
final class CpuMeter {

    private static final String STAGE = "tallystick-";
    private static final String PREPARATION = "journal-segments";

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final OperatingSystemMXBean process =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private final SortedMap<String, Long> before = stages();
    private final long processBefore = process.getProcessCpuTime();

    /** CPU nanoseconds since this was made: by stage, of the producers, and of the rest. */
    Map<String, Long> since(long producersNanos) {
        long total = process.getProcessCpuTime() - processBefore;
        SortedMap<String, Long> now = stages();
        now.replaceAll((name, nanos) -> nanos - before.getOrDefault(name, 0L));
        now.put("producers", producersNanos);
        long known = now.values().stream().mapToLong(Long::longValue).sum();
        now.put("collector-and-compiler", Math.max(0, total - known));
        now.put("total", total);
        return now;
    }

    private SortedMap<String, Long> stages() {
        SortedMap<String, Long> found = new TreeMap<>();
        for (ThreadInfo info : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (info != null && isStage(info.getThreadName())) {
                long nanos = threads.getThreadCpuTime(info.getThreadId());
                String name = info.getThreadName().replace(STAGE, "");
                found.merge(name, Math.max(0, nanos), Long::sum);
            }
        }
        return found;
    }

    private static boolean isStage(String name) {
        return name.startsWith(STAGE) || name.equals(PREPARATION);
    }
}
