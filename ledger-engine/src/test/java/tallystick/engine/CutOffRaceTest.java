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
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.agrona.ExpandableArrayBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.domain.LedgerCommand.Settlement;
import tallystick.domain.LedgerEvent;
import tallystick.domain.LedgerEvent.UsageRecorded;
import tallystick.domain.ledger.Account;
import tallystick.domain.ledger.AccountKind;
import tallystick.domain.money.Pico;
import tallystick.domain.proof.MerkleFrontier;
import tallystick.domain.settlement.Statement;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;
import tallystick.engine.codec.EventEncoder;

/**
 * The cut-off race (settlement chapter §4.7 I1 to I4): eight operators record usage for each other
 * while windows are cut off, and each of three processes is killed. Every acknowledged record is in
 * exactly one window, by the rule; windows sum to the ledger to the pico; and roots are the same
 * when the journal is replayed with other rings and batches, and when one thread makes them anew
 * from the records. The short form kills after 17 cut-offs each; the long one, {@code
 * -Dtallystick.race.seconds=40}, after so many seconds each, and asks for 2,000 events a second.
 */
class CutOffRaceTest {

    private static final int CUT_OFFS = 17;
    private static final int RUNS = 3;
    private static final int SECONDS = Integer.getInteger("tallystick.race.seconds", 0);
    private static final long LEAST_EVENTS_PER_SECOND = 2_000;

    @TempDir Path directory;

    /** A window as the journal's own events have it: the naive twin of the ledger's book. */
    private static final class Twin {
        final String window;
        long cutOff = Long.MAX_VALUE;
        boolean isFenced;
        long records;
        String sealedRoot = "";
        final MerkleFrontier members = new MerkleFrontier();

        Twin(String window) {
            this.window = window;
        }
    }

    @Test
    void everyAcknowledgedRecordIsInExactlyOneWindow() throws Exception {
        for (int run = 0; run < RUNS; run++) {
            race(run);
        }
        List<String> acknowledged = acknowledged();
        List<JournalEntry> entries;
        Map<String, String> roots = new TreeMap<>();
        String digest;
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
            digest = EngineFixture.digest(engine);
            assertSums(engine, entries, 0);
            assertThrows(AssertionError.class, () -> assertSums(engine, entries, 1));
        }
        assertTrue(roots.size() > RUNS * CUT_OFFS, roots::toString);
        assertMembership(entries, acknowledged, roots);
        assertNoticed(entries, acknowledged, roots);
        assertSameRoots(roots, digest, 16, 100);
        assertSameRoots(roots, digest, 8_192, 131_072);
        report(entries, acknowledged, roots.size());
    }

    /** Replays the whole journal with other settings: no saved state of the ledger is left. */
    private void assertSameRoots(Map<String, String> roots, String digest, int slots, int records)
            throws Exception {
        try (Stream<Path> all = Files.walk(directory)) {
            Path saved = directory.resolve("snapshots");
            for (Path file :
                    all.filter(f -> f.startsWith(saved) && Files.isRegularFile(f)).toList()) {
                Files.delete(file);
            }
        }
        EngineOptions options =
                CutOffRaceChild.options(directory, slots).withRing(slots, records, 5_000);
        try (LedgerEngine engine = Engines.open(options)) {
            for (Map.Entry<String, String> root : roots.entrySet()) {
                assertEquals(
                        root.getValue(),
                        engine.windowRoot(root.getKey()).merkleRoot(),
                        root::getKey);
            }
            assertEquals(digest, EngineFixture.digest(engine));
        }
    }

    private static void report(List<JournalEntry> entries, List<String> acknowledged, int windows) {
        long[] first = new long[RUNS];
        long[] last = new long[RUNS];
        long records = 0;
        for (JournalEntry entry : entries) {
            for (UsageRecord usage : usages(entry)) {
                int run = usage.id.charAt(1) - '0';
                first[run] = first[run] == 0 ? usage.recordedEpochNanos : first[run];
                last[run] = usage.recordedEpochNanos;
                records++;
            }
        }
        double seconds = 0;
        for (int run = 0; run < RUNS; run++) {
            seconds += (last[run] - first[run]) / 1e9;
        }
        System.out.printf(
                "cut-off race: %d recorded, %d acknowledged, %d windows, %d kills, %.1f s of load,"
                        + " %.0f events/s%n",
                records, acknowledged.size(), windows, RUNS, seconds, records / seconds);
        assertTrue(
                SECONDS == 0 || records / seconds >= LEAST_EVENTS_PER_SECOND,
                records + " in " + seconds + " s");
    }

    private static List<UsageRecord> usages(JournalEntry entry) {
        return entry instanceof JournalEntry.Ledger ledger
                        && ledger.event() instanceof UsageRecorded run
                ? run.records()
                : List.of();
    }

    /** Runs a process until it has sealed so many windows and its time is up, then kills it. */
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
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
            for (int sealed = 0; sealed < CUT_OFFS || System.nanoTime() < end; sealed++) {
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

    /** The rule of membership and the roots, folded anew from the journal, record by record. */
    private static void assertMembership(
            List<JournalEntry> entries, List<String> acknowledged, Map<String, String> roots) {
        List<Twin> windows = new ArrayList<>();
        Map<String, Integer> windowOf = new HashMap<>();
        EventEncoder encoder = new EventEncoder();
        ExpandableArrayBuffer leaf = new ExpandableArrayBuffer();
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
                case LedgerEvent.Settlement.WindowSealed e -> {
                    Twin twin = twin(windows, e.window());
                    twin.sealedRoot = e.merkleRoot();
                    assertEquals(twin.records, e.records(), e.window());
                }
                case UsageRecorded run -> {
                    for (UsageRecord usage : run.records()) {
                        Twin twin = windows.get(enter(usage, windows, windowOf));
                        twin.records++;
                        int length = encoder.encodeUsage(usage, leaf, 0);
                        twin.members.append(leaf.byteArray(), 0, length);
                    }
                }
                default -> {}
            }
        }
        for (String id : acknowledged) {
            assertNotNull(windowOf.get(id), () -> id + " is in no window");
        }
        roots.forEach(
                (window, root) -> {
                    Twin twin = twin(windows, window);
                    assertEquals(root, twin.sealedRoot, window);
                    assertEquals(root, twin.members.rootHex(), window);
                });
        long members = windows.stream().mapToLong(twin -> twin.records).sum();
        assertEquals(windowOf.size(), members);
    }

    private static int enter(UsageRecord usage, List<Twin> windows, Map<String, Integer> windowOf) {
        assertEquals(UsageStatus.ACCEPTED, usage.status, usage.id);
        int expected = 0;
        while (windows.get(expected).isFenced
                || usage.endedEpochNanos >= windows.get(expected).cutOff) {
            expected++;
        }
        assertEquals(expected, usage.windowRef, usage.id);
        assertNull(windowOf.put(usage.id, expected), () -> usage.id + " came twice");
        return expected;
    }

    private static Twin twin(List<Twin> windows, String name) {
        return windows.stream().filter(twin -> twin.window.equals(name)).findFirst().orElseThrow();
    }

    /** Negative controls: a record lost, doubled or in another window; another root. */
    private static void assertNoticed(
            List<JournalEntry> entries, List<String> acknowledged, Map<String, String> roots) {
        List<String> more = new ArrayList<>(acknowledged);
        more.add("never-recorded");
        assertThrows(AssertionError.class, () -> assertMembership(entries, more, roots));
        Map<String, String> others = new TreeMap<>(roots);
        others.put("c0", "00");
        assertThrows(AssertionError.class, () -> assertMembership(entries, acknowledged, others));
        JournalEntry some =
                entries.stream()
                        .filter(entry -> !usages(entry).isEmpty())
                        .findFirst()
                        .orElseThrow();
        List<JournalEntry> lost = new ArrayList<>(entries);
        lost.remove(some);
        assertThrows(AssertionError.class, () -> assertMembership(lost, acknowledged, roots));
        List<JournalEntry> doubled = new ArrayList<>(entries);
        doubled.add(doubled.indexOf(some), some);
        assertThrows(AssertionError.class, () -> assertMembership(doubled, acknowledged, roots));
        UsageRecord moved = usages(some).getFirst();
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
