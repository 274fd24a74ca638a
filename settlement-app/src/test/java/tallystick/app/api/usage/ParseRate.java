package tallystick.app.api.usage;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;
import tallystick.domain.usage.UsageRecord;

/**
 * Measures how many events a second one thread reads out of batches of 1,000, sealing included, by
 * the thread's own CPU time, so that others on the machine do not count. Run it by hand: it asserts
 * nothing.
 */
final class ParseRate {

    private static final int EVENTS = 1_000;
    private static final int BODIES = 32;

    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

    private ParseRate() {}

    public static void main(String[] args) {
        measure("example of the schema", Events.EXAMPLE, "01K9X0000000000000000000A1", "wal_01K9W");
        measure("as little as allowed", Events.PLAIN, "e-1", "wal-1");
    }

    private static void measure(String what, String event, String id, String wallet) {
        byte[][] bodies = new byte[BODIES][];
        Random random = new Random(7);
        for (int i = 0; i < BODIES; i++) {
            bodies[i] = body(event, id, wallet, random);
        }
        UsageEventParser parser = new UsageEventParser();
        for (int round = 0; round < 8; round++) {
            long startNanos = CPU.getCurrentThreadCpuTime();
            long events = 0;
            long bytes = 0;
            long check = 0;
            while (CPU.getCurrentThreadCpuTime() - startNanos < 2_000_000_000L) {
                byte[] body = bodies[(int) (events / EVENTS % BODIES)];
                for (UsageRecord usage :
                        parser.read(body, body.length, EventFormat.BATCH).records()) {
                    check += usage.fingerprint;
                }
                events += EVENTS;
                bytes += body.length;
            }
            double seconds = (CPU.getCurrentThreadCpuTime() - startNanos) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "%s: %.0f events/s, %.0f MB/s, %d bytes an event (%x)%n",
                    what,
                    events / seconds,
                    bytes / seconds / 1e6,
                    bytes / events,
                    check);
        }
    }

    private static byte[] body(String event, String id, String wallet, Random random) {
        StringBuilder body = new StringBuilder("[");
        for (int i = 0; i < EVENTS; i++) {
            String own =
                    event.replace(
                                    "\"" + id + "\"",
                                    "\"01K9X" + Long.toHexString(random.nextLong()) + "\"")
                            .replace(wallet, "wal_" + random.nextInt(1_000));
            body.append(i == 0 ? "" : ",").append(own);
        }
        return body.append("]").toString().getBytes(StandardCharsets.UTF_8);
    }
}
