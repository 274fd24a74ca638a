package tallystick.domain.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import tallystick.domain.usage.UsageRecord;

/** Names by number and numbers by name, whatever the names are. */
class NameTableTest {

    private static final int MANY = 1 << 20;

    private static List<String> ordinary(int count) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add("wallet-" + i);
        }
        return names;
    }

    /** Texts of one and the same hash: "Aa" and "BB" have the same, and so has every mixture. */
    static List<String> colliding(int bits) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 1 << bits; i++) {
            StringBuilder name = new StringBuilder();
            for (int bit = 0; bit < bits; bit++) {
                name.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            names.add(name.toString());
        }
        return names;
    }

    private static void check(List<String> names) {
        NameTable table = new NameTable(MANY);
        for (int ref = 0; ref < names.size(); ref++) {
            assertEquals(UsageRecord.NO_REF, table.refOf(names.get(ref)));
            assertEquals(ref, table.add(names.get(ref)));
        }
        assertEquals(names.size(), table.size());
        for (int ref = 0; ref < names.size(); ref++) {
            // Another text of the same letters, as an edge makes one.
            String same = new String(names.get(ref).toCharArray());
            assertEquals(ref, table.refOf(same));
            assertEquals(ref, table.refOf(same, ref));
            assertEquals(ref, table.refOf(same, (ref + 1) % names.size()));
            assertEquals(names.get(ref), table.nameOf(ref));
            assertTrue(table.contains(same));
            assertFalse(table.contains(same + "!"));
            assertEquals(ref, table.intern(same));
        }
    }

    @Test
    void everyNameIsFoundAgain() {
        check(ordinary(100_000));
    }

    @Test
    void namesOfOneHashAreFoundAgainAndInTime() {
        List<String> names = colliding(14);
        assertEquals(1, names.stream().mapToInt(String::hashCode).distinct().count());
        assertTimeout(Duration.ofSeconds(10), () -> check(names));
    }

    @Test
    void aNameIsAddedOnce() {
        NameTable table = new NameTable(2);
        table.add("a");
        assertThrows(IllegalStateException.class, () -> table.add("a"));
        table.add("b");
        assertTrue(table.isFull());
        assertThrows(IllegalStateException.class, () -> table.add("c"));
    }

    /** What the writer has said to be there a reader finds, while the table grows. */
    @Test
    void readersFindWhatIsThere() throws Exception {
        List<String> names = ordinary(200_000);
        names.addAll(colliding(8));
        NameTable table = new NameTable(MANY);
        AtomicInteger added = new AtomicInteger();
        AtomicInteger missed = new AtomicInteger();
        AtomicInteger looked = new AtomicInteger();
        Thread reader =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    for (int n = 0; n < names.size(); n = added.get()) {
                                        int ref =
                                                n == 0 ? 0 : n - 1 - looked.get() % Math.min(n, 50);
                                        if (n > 0 && table.refOf(names.get(ref)) != ref) {
                                            missed.incrementAndGet();
                                        }
                                        looked.incrementAndGet();
                                    }
                                });
        for (String name : names) {
            table.add(name);
            added.incrementAndGet();
        }
        reader.join();
        assertTrue(looked.get() > 100, "the reader looked " + looked + " times");
        assertEquals(0, missed.get());
    }
}
