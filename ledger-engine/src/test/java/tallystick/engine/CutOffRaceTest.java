package tallystick.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.domain.LedgerCommand.Settlement;
import tallystick.domain.LedgerEvent;
import tallystick.domain.LedgerEvent.UsageRecorded;
import tallystick.domain.ledger.Account;
import tallystick.domain.ledger.AccountKind;
import tallystick.domain.money.Pico;
import tallystick.domain.settlement.Statement;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;

/**
 * The cut-off race (settlement chapter §4.7 I1 to I4) in a short form: eight operators record usage
 * for each other while 50 windows are cut off, and the process is killed twice. Every acknowledged
 * record is in exactly one window, by the rule; windows sum to the ledger; and roots are the same
 * when the journal is replayed with another ring.
 */
class CutOffRaceTest {

    private static final int CUT_OFFS = 17;
    private static final int RUNS = 3;

    @TempDir Path directory;

    /** A window as the journal's own events have it: the naive twin of the ledger's book. */
    private static final class Twin {
        final String window;
        long cutOff = Long.MAX_VALUE;
        boolean isFenced;
        String root = "";

        Twin(String window) {
            this.window = window;
        }
    }

    @Test
    void everyAcknowledgedRecordIsInExactlyOneWindow() throws Exception {
        long begin = System.nanoTime();
        for (int run = 0; run < RUNS; run++) {
            race(run);
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        List<String> acknowledged = acknowledged();
        List<JournalEntry> entries;
        Map<String, String> roots = new TreeMap<>();
        try (LedgerEngine engine = Engines.open(CutOffRaceChild.options(directory, 256))) {
            int windows = engine.query(state -> state.names().windows.size()).join();
            EngineFixture.ask(
                    engine,
                    new Settlement.CutOffWindow(
                            "c" + (windows - 1), System.currentTimeMillis() * 1_000_000L, "last"));
            for (int i = 0; i < windows; i++) {
                CutOffRaceChild.seal(engine, "c" + i);
                EngineFixture.ask(engine, new Settlement.CalculateWindow("c" + i));
                roots.put("c" + i, engine.windowRoot("c" + i).merkleRoot());
            }
            entries = EngineFixture.entries(engine, -1);
            assertSums(engine, entries, 0);
            assertThrows(AssertionError.class, () -> assertSums(engine, entries, 1));
        }
        assertTrue(roots.size() > RUNS * CUT_OFFS, roots::toString);
        assertMembership(entries, acknowledged, roots);
        assertNoticed(entries, acknowledged, roots);
        try (LedgerEngine engine = Engines.open(CutOffRaceChild.options(directory, 16))) {
            for (Map.Entry<String, String> root : roots.entrySet()) {
                assertEquals(
                        root.getValue(),
                        engine.windowRoot(root.getKey()).merkleRoot(),
                        root::getKey);
            }
        }
        System.out.printf(
                "cut-off race: %d acknowledged, %d windows, %.0f s in three processes%n",
                acknowledged.size(), roots.size(), seconds);
    }

    /** Runs a process until it has sealed so many windows, then kills it. */
    private void race(int run) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--"))
                .forEach(command::add);
        command.add("-Xmx512m");
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(CutOffRaceChild.class.getName());
        command.add(directory.toString());
        command.add("" + run);
        File errors = directory.resolve("errors-" + run).toFile();
        Process process = new ProcessBuilder(command).redirectError(errors).start();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (int sealed = 0; sealed < CUT_OFFS; sealed++) {
                assertNotNull(lines.readLine(), () -> read(errors));
            }
        } finally {
            // SIGKILL: nothing is flushed, no hook runs.
            process.destroyForcibly().waitFor();
        }
    }

    private static String read(File file) {
        try {
            return Files.readString(file.toPath());
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }

    private List<String> acknowledged() throws IOException {
        List<String> ids = new ArrayList<>();
        for (int run = 0; run < RUNS; run++) {
            for (int operator = 0; operator < CutOffRaceChild.OPERATORS; operator++) {
                String text = Files.readString(directory.resolve("ack-" + run + "-" + operator));
                text.substring(0, text.lastIndexOf('\n') + 1).lines().forEach(ids::add);
            }
        }
        assertTrue(ids.size() > 5_000, "" + ids.size());
        return ids;
    }

    /** The rule of membership, folded anew from the journal's events, record by record. */
    private static void assertMembership(
            List<JournalEntry> entries, List<String> acknowledged, Map<String, String> roots) {
        List<Twin> windows = new ArrayList<>();
        Map<String, Integer> windowOf = new HashMap<>();
        for (JournalEntry entry : entries) {
            if (!(entry instanceof JournalEntry.Ledger ledger)) {
                continue;
            }
            switch (ledger.event()) {
                case LedgerEvent.Settlement.WindowOpened e -> windows.add(new Twin(e.window()));
                case LedgerEvent.Settlement.WindowCutOff e ->
                        twin(windows, e.window()).cutOff = e.cutOffEpochNanos();
                case LedgerEvent.Settlement.WindowFenced e ->
                        twin(windows, e.window()).isFenced = true;
                case LedgerEvent.Settlement.WindowSealed e ->
                        twin(windows, e.window()).root = e.merkleRoot();
                case UsageRecorded run ->
                        run.records().forEach(usage -> enter(usage, windows, windowOf));
                default -> {}
            }
        }
        for (String id : acknowledged) {
            assertNotNull(windowOf.get(id), () -> id + " is in no window");
        }
        roots.forEach((window, root) -> assertEquals(root, twin(windows, window).root, window));
    }

    private static void enter(
            UsageRecord usage, List<Twin> windows, Map<String, Integer> windowOf) {
        assertEquals(UsageStatus.ACCEPTED, usage.status, usage.id);
        int expected = 0;
        while (windows.get(expected).isFenced
                || usage.endedEpochNanos >= windows.get(expected).cutOff) {
            expected++;
        }
        assertEquals(expected, usage.windowRef, usage.id);
        assertNull(windowOf.put(usage.id, expected), () -> usage.id + " came twice");
    }

    private static Twin twin(List<Twin> windows, String name) {
        return windows.stream().filter(twin -> twin.window.equals(name)).findFirst().orElseThrow();
    }

    /** Negative controls: a record in another window, one lost and a root of something else. */
    private static void assertNoticed(
            List<JournalEntry> entries, List<String> acknowledged, Map<String, String> roots) {
        List<String> more = new ArrayList<>(acknowledged);
        more.add("never-recorded");
        assertThrows(AssertionError.class, () -> assertMembership(entries, more, roots));
        Map<String, String> others = new TreeMap<>(roots);
        others.put("c0", "00");
        assertThrows(AssertionError.class, () -> assertMembership(entries, acknowledged, others));
        UsageRecord moved =
                entries.stream()
                        .filter(JournalEntry.Ledger.class::isInstance)
                        .map(entry -> ((JournalEntry.Ledger) entry).event())
                        .filter(UsageRecorded.class::isInstance)
                        .map(event -> ((UsageRecorded) event).records().getFirst())
                        .findFirst()
                        .orElseThrow();
        moved.windowRef++;
        assertThrows(AssertionError.class, () -> assertMembership(entries, acknowledged, roots));
        moved.windowRef--;
    }

    /** I2: what the windows' statements come to is what the ledger's accounts have, to the pico. */
    private static void assertSums(LedgerEngine engine, List<JournalEntry> entries, long off) {
        Pico windows = Pico.of(off);
        for (JournalEntry entry : entries) {
            if (entry instanceof JournalEntry.Ledger ledger
                    && ledger.event() instanceof LedgerEvent.Settlement.WindowCalculated e) {
                for (Statement statement : e.statements()) {
                    windows = windows.plus(statement.exact());
                }
            }
        }
        Pico ledger =
                engine.query(
                                state ->
                                        state.accounts().stream()
                                                .filter(a -> a.kind() == AccountKind.COST_WHOLESALE)
                                                .map(Account::balance)
                                                .reduce(Pico.ZERO, Pico::plus))
                        .join();
        assertTrue(ledger.signum() > 0);
        assertEquals(ledger, windows);
    }
}
