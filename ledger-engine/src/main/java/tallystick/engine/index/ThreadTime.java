package tallystick.engine.index;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** Processor time of a thread. */
final class ThreadTime {

    private ThreadTime() {}

    /** Nanoseconds, 0 when the platform does not tell or the thread has ended. */
    static long cpuNanos(Thread thread) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return threads.isThreadCpuTimeSupported()
                ? Math.max(0, threads.getThreadCpuTime(thread.threadId()))
                : 0;
    }
}
