package tallystick.app.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.app.axon.BusFixture;
import tallystick.domain.LedgerEvent;
import tallystick.domain.LedgerEvent.Settlement;
import tallystick.domain.usage.UsageRecord;
import tallystick.engine.EventTail;
import tallystick.engine.JournalEntry;

/**
 * Windows that take their own steps while the process they run in is killed again and again: every
 * one gets to netted, takes each step once, and every acknowledged record is in exactly one.
 */
class WindowRunKilledTest {

    private static final int KILLS = 3;

    @TempDir Path directory;

    @Test
    void everyWindowIsNettedOnceHoweverOftenTheProcessIsKilled() throws Exception {
        SplittableRandom random = new SplittableRandom(20261122);
        Set<String> acknowledged = new HashSet<>();
        for (int run = 0; run < KILLS; run++) {
            Path output = directory.resolve("run-" + run);
            Process process = start(run, output);
            awaitLines(process, output);
            Thread.sleep(random.nextLong(300, 1_200));
            assertTrue(process.isAlive(), () -> read(output));
            process.destroyForcibly().waitFor();
            String text = read(output);
            // What was cut off in the middle of a line was not told.
            text.substring(0, text.lastIndexOf('\n') + 1)
                    .lines()
                    .filter(line -> line.matches("[0-9]+-[0-9]+"))
                    .forEach(acknowledged::add);
        }
        assertTrue(acknowledged.size() > 100, () -> "only " + acknowledged.size());
        try (BusFixture ledger = new BusFixture(directory)) {
            try (ProcessTail _ = WindowRunNode.processes(ledger, directory)) {
                awaitNetted(ledger);
            }
            check(journal(ledger), acknowledged);
        }
    }

    private Process start(int run, Path output) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@" + Path.of("..", "ops", "jvm.args"));
        command.add("-Xmx512m");
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(WindowRunNode.class.getName());
        command.add(directory.toString());
        command.add(Integer.toString(run));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    private static void awaitLines(Process process, Path output) throws Exception {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!read(output).matches("(?s).*[0-9]-[0-9]+\\n.*")) {
            assertTrue(process.isAlive() && System.nanoTime() < until, () -> read(output));
            Thread.sleep(20);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            return "";
        }
    }

    private static void awaitNetted(BusFixture ledger) throws Exception {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        long netted = 0;
        while (netted < WindowRunNode.WINDOWS) {
            assertTrue(System.nanoTime() < until, "only " + netted + " windows are netted");
            Thread.sleep(100);
            netted =
                    journal(ledger).stream()
                            .filter(event -> event instanceof Settlement.WindowNetted)
                            .count();
        }
    }

    private static List<LedgerEvent> journal(BusFixture ledger) {
        List<LedgerEvent> events = new ArrayList<>();
        try (EventTail tail = ledger.engine.tail(-1)) {
            for (JournalEntry entry = tail.poll(); entry != null; entry = tail.poll()) {
                if (entry instanceof JournalEntry.Ledger it) {
                    events.add(it.event());
                }
            }
        }
        return events;
    }

    private static void check(List<LedgerEvent> journal, Set<String> acknowledged) {
        Map<String, Integer> steps = new TreeMap<>();
        Map<Integer, Long> members = new TreeMap<>();
        Map<String, Long> sealed = new TreeMap<>();
        Set<String> recorded = new HashSet<>();
        for (LedgerEvent event : journal) {
            switch (event) {
                case LedgerEvent.UsageRecorded run ->
                        run.records().forEach(usage -> count(usage, recorded, members));
                case Settlement.WindowCutOff e -> steps.merge("cut " + e.window(), 1, Integer::sum);
                case Settlement.WindowFenced e ->
                        steps.merge("fence " + e.window(), 1, Integer::sum);
                case Settlement.WindowSealed e -> {
                    steps.merge("seal " + e.window(), 1, Integer::sum);
                    sealed.put(e.window(), e.records());
                }
                case Settlement.WindowCalculated e ->
                        steps.merge("calculate " + e.window(), 1, Integer::sum);
                case Settlement.StatementsIssued e ->
                        steps.merge("issue " + e.window(), 1, Integer::sum);
                case Settlement.WindowNetted e -> steps.merge("net " + e.window(), 1, Integer::sum);
                default -> {
                    // Not a step.
                }
            }
        }
        assertTrue(recorded.containsAll(acknowledged), "acknowledged and lost");
        assertEquals(6 * WindowRunNode.WINDOWS, steps.size(), steps::toString);
        steps.forEach((step, times) -> assertEquals(1, times, step));
        // The last window is still open, all others are sealed over what was stamped into them.
        int open = WindowRunNode.WINDOWS;
        long inSealed =
                members.entrySet().stream()
                        .filter(entry -> entry.getKey() < open)
                        .mapToLong(Map.Entry::getValue)
                        .sum();
        assertEquals(inSealed, sealed.values().stream().mapToLong(Long::longValue).sum());
        assertEquals(recorded.size(), inSealed + members.getOrDefault(open, 0L));
    }

    private static void count(UsageRecord usage, Set<String> ids, Map<Integer, Long> members) {
        assertTrue(ids.add(usage.id), () -> usage.id + " is recorded twice");
        members.merge(usage.windowRef, 1L, Long::sum);
    }
}
