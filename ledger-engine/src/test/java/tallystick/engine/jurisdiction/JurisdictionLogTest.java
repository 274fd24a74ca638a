package tallystick.engine.jurisdiction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.domain.LedgerCommand.Reference;
import tallystick.domain.proof.Hash;
import tallystick.domain.proof.MerkleFrontier;
import tallystick.domain.proof.SignedNote;
import tallystick.engine.EngineFixture;
import tallystick.engine.JournalEntry;
import tallystick.engine.LedgerEngine;
import tallystick.engine.World;
import tallystick.engine.index.EventReader;
import tallystick.engine.tlog.LogKeys;

/**
 * A jurisdiction's facts are numbered without a gap, and come out the same however they are made.
 */
class JurisdictionLogTest {

    private static final String ELSEWHERE = "JP";

    @TempDir private Path directory = Path.of("");

    private Path facts() {
        return directory.resolve("facts");
    }

    private JurisdictionLog open(LedgerEngine engine, Path into) {
        return new JurisdictionLog(engine.frames(), engine.names(), new LedgerOwners(engine), into);
    }

    private static void history(LedgerEngine engine, int from) {
        for (int i = from; i < from + 40; i++) {
            EngineFixture.record(
                    engine, World.usage(i % World.WALLETS, "h" + i), World.roaming(i % 3, "r" + i));
        }
    }

    private static void upToDate(JurisdictionLog log, LedgerEngine engine) throws Exception {
        long begun = System.nanoTime();
        assertTrue(log.await(engine.lastDurablePosition(), 20_000));
        // One that is told of nothing finds it there when its time is over.
        assertTrue(System.nanoTime() - begun < 15_000_000_000L, "woken when it is there");
    }

    private static List<Long> positions(JurisdictionLog log, String jurisdiction) {
        List<Long> positions = new ArrayList<>();
        log.walk(jurisdiction, 0, Long.MAX_VALUE, positions::add);
        return positions;
    }

    /** Told by the text of each event alone: whose names are in it. */
    private static List<Long> naive(LedgerEngine engine, String tag) throws Exception {
        engine.index().await(engine.lastDurablePosition(), 20_000);
        List<Long> positions = new ArrayList<>();
        try (EventReader reader = engine.index().reader()) {
            for (long at = 0; at <= engine.lastDurablePosition(); at++) {
                if (reader.at(at) instanceof JournalEntry.Ledger entry) {
                    String text =
                            entry.event() instanceof tallystick.domain.LedgerEvent.UsageRecorded run
                                    ? World.describe(run.records().getFirst())
                                    : entry.event().toString();
                    boolean isOf =
                            text.contains(tag + "-telco")
                                    || text.contains("acme-" + tag)
                                    || text.contains("w-" + tag + "-");
                    if (isOf) {
                        positions.add(at);
                    }
                }
            }
        }
        return positions;
    }

    private static String root(LedgerEngine engine, List<Long> positions) {
        MerkleFrontier tree = new MerkleFrontier();
        try (EventReader reader = engine.index().reader()) {
            for (long position : positions) {
                byte[] leaf = reader.leaf(position);
                tree.append(leaf, 0, leaf.length);
            }
        }
        return tree.rootHex();
    }

    @Test
    void eachHasItsOwnFactsNumberedWithoutAGap() throws Exception {
        try (LedgerEngine engine = EngineFixture.withWorld(directory);
                JurisdictionLog log = open(engine, facts())) {
            history(engine, 0);
            upToDate(log, engine);
            for (String country : List.of("KR", "FR")) {
                List<Long> own = positions(log, country);
                assertEquals(naive(engine, country.toLowerCase(java.util.Locale.ROOT)), own);
                assertTrue(own.size() > 40, "there is something to see");
                JurisdictionFacts told = log.facts(country);
                assertEquals(own.size(), told.facts());
                assertEquals(root(engine, own), told.root().hex());
                for (int i = 0; i < own.size(); i++) {
                    assertEquals(i + 1, log.sequenceOf(country, own.get(i)));
                }
            }
            List<Long> korean = positions(log, "KR");
            List<Long> french = positions(log, "FR");
            assertTrue(korean.stream().anyMatch(french::contains), "roaming is both's");
            assertTrue(korean.stream().anyMatch(p -> !french.contains(p)));
            long foreign = french.stream().filter(p -> !korean.contains(p)).findFirst().orElse(-1L);
            assertEquals(0, log.sequenceOf("KR", foreign));
            assertEquals(List.of(), positions(log, ELSEWHERE));
            assertEquals(0, log.facts(ELSEWHERE).facts());
        }
    }

    @Test
    void usageOfAnOperatorThatRegistersLaterIsNoFactOfItsCountry() throws Exception {
        List<Long> live;
        try (LedgerEngine engine = EngineFixture.withWorld(directory);
                JurisdictionLog log = open(engine, facts())) {
            var early = World.unsealed(0, "early");
            early.servingOperator = "jp-telco";
            early.servedIn = null;
            early.site = null;
            EngineFixture.record(engine, World.sealed(early));
            EngineFixture.ask(
                    engine, new Reference.RegisterOperator("jp-telco", ELSEWHERE, "JPY", ""));
            upToDate(log, engine);
            live = positions(log, ELSEWHERE);
            assertEquals(1, live.size());
            try (JurisdictionLog again = open(engine, directory.resolve("again"))) {
                upToDate(again, engine);
                assertEquals(live, positions(again, ELSEWHERE));
            }
        }
    }

    @Test
    void aRestartGoesOnAndARebuildComesOutTheSame() throws Exception {
        try (LedgerEngine engine = EngineFixture.withWorld(directory)) {
            try (JurisdictionLog log = open(engine, facts())) {
                history(engine, 0);
                upToDate(log, engine);
            }
            Path old = directory.resolve("old");
            copy(facts(), old);
            try (JurisdictionLog log = open(engine, facts())) {
                history(engine, 100);
                upToDate(log, engine);
                // Killed before it could say how far it was: what is beyond the state is cut off.
                copy(facts().resolve("KR.facts"), old.resolve("KR.facts"));
                sameAs(log, engine, old);
                // Never kept.
                sameAs(log, engine, directory.resolve("fresh"));
            }
            // One flipped bit in a hash, and one cut off.
            for (long cut : new long[] {0, 7}) {
                Path damaged = directory.resolve("damaged" + cut);
                copy(facts(), damaged);
                try (RandomAccessFile file =
                        new RandomAccessFile(damaged.resolve("FR.facts").toFile(), "rw")) {
                    file.seek(100);
                    int bits = file.read();
                    file.seek(100);
                    file.write(bits ^ 4);
                    file.setLength(file.length() - cut);
                }
                try (JurisdictionLog log = open(engine, facts())) {
                    upToDate(log, engine);
                    sameAs(log, engine, damaged);
                }
            }
        }
    }

    private void sameAs(JurisdictionLog log, LedgerEngine engine, Path from) throws Exception {
        try (JurisdictionLog other = open(engine, from)) {
            upToDate(other, engine);
            for (String country : List.of("KR", "FR")) {
                assertEquals(positions(log, country), positions(other, country), from + country);
                assertEquals(log.facts(country).root(), other.facts(country).root());
                assertEquals(
                        root(engine, positions(other, country)), log.facts(country).root().hex());
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        if (!Files.isDirectory(from)) {
            Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
            return;
        }
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(
                        file,
                        to.resolve(file.getFileName().toString()),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    @Test
    void aListIsCheckedOffline() throws Exception {
        try (LedgerEngine engine = EngineFixture.withWorld(directory);
                JurisdictionLog log = open(engine, facts())) {
            history(engine, 0);
            upToDate(log, engine);
            LogKeys keys = LogKeys.open(directory.resolve("keys"), "example.com/log");
            List<String> good = lines(engine, log, keys, "KR");
            FactsCheck ok = check(good, keys);
            assertNull(ok.reason());
            assertEquals(FactsCheck.Result.OK, ok.result());
            assertEquals("KR", ok.jurisdiction());
            assertEquals(good.size() - 1, ok.facts());

            List<String> french = lines(engine, log, keys, "FR");
            int note = good.size() - 1;
            refused(FactsCheck.Result.TAMPERED, without(good, 3), keys);
            refused(FactsCheck.Result.INCOMPLETE, renumbered(without(good, 3)), keys);
            refused(FactsCheck.Result.TAMPERED, renumbered(twice(good, 3)), keys);
            refused(FactsCheck.Result.INCOMPLETE, without(good, note), keys);
            refused(FactsCheck.Result.INCOMPLETE, without(good, note - 1), keys);
            refused(FactsCheck.Result.TAMPERED, with(good, 5, good.get(6)), keys);
            refused(FactsCheck.Result.TAMPERED, with(good, note, french.getLast()), keys);
            String line = good.get(7);
            int at = line.length() - 8;
            String flipped =
                    line.substring(0, at)
                            + (line.charAt(at) == 'A' ? 'B' : 'A')
                            + line.substring(at + 1);
            refused(FactsCheck.Result.TAMPERED, with(good, 7, flipped), keys);
            // The log itself leaves usage out, and signs for the rest: its numbers have a gap.
            List<Long> all = positions(log, "KR");
            int last = all.size() - 1;
            while (!servedIn(engine, all.get(last), "KR")) {
                last--;
            }
            // The very last leaves no gap behind it: whoever keeps an older note misses it.
            for (int left = 1; left < last; left++) {
                List<Long> fewer = new ArrayList<>(all);
                long position = fewer.remove(left);
                boolean isUsage = servedIn(engine, position, "KR");
                JurisdictionFacts lie =
                        new JurisdictionFacts(
                                "KR",
                                fewer.size(),
                                Hash.of(java.util.HexFormat.of().parseHex(root(engine, fewer))),
                                log.facts("KR").through());
                FactsCheck check = check(lines(engine, fewer, FactsNote.sign(lie, keys)), keys);
                assertEquals(
                        isUsage ? FactsCheck.Result.TAMPERED : FactsCheck.Result.OK,
                        check.result(),
                        left + ": " + check);
            }
            LogKeys others = LogKeys.open(directory.resolve("others"), "example.com/log");
            refused(FactsCheck.Result.TAMPERED, good, others);
        }
    }

    private static boolean servedIn(LedgerEngine engine, long position, String country) {
        try (EventReader reader = engine.index().reader()) {
            return reader.at(position) instanceof JournalEntry.Ledger entry
                    && entry.event() instanceof tallystick.domain.LedgerEvent.UsageRecorded run
                    && country.equals(run.records().getFirst().servedIn);
        }
    }

    private static List<String> lines(
            LedgerEngine engine, JurisdictionLog log, LogKeys keys, String country)
            throws Exception {
        return lines(engine, positions(log, country), FactsNote.sign(log.facts(country), keys));
    }

    private static List<String> lines(LedgerEngine engine, List<Long> positions, SignedNote signed)
            throws Exception {
        List<String> lines = new ArrayList<>();
        engine.index().await(engine.lastDurablePosition(), 20_000);
        try (EventReader reader = engine.index().reader()) {
            for (long position : positions) {
                lines.add(
                        "{\"sequence\":%d,\"position\":\"%d\",\"leaf\":\"%s\"}"
                                .formatted(
                                        lines.size() + 1,
                                        position,
                                        Base64.getEncoder().encodeToString(reader.leaf(position))));
            }
        }
        String note = Base64.getEncoder().encodeToString(signed.bytes());
        lines.add("{\"note\":\"" + note + "\"}");
        return lines;
    }

    private static FactsCheck check(List<String> lines, LogKeys keys) throws IOException {
        String text = String.join("\n", lines) + "\n";
        return FactsCheck.run(new BufferedReader(new StringReader(text)), keys.all());
    }

    private static void refused(FactsCheck.Result result, List<String> lines, LogKeys keys)
            throws IOException {
        FactsCheck check = check(lines, keys);
        assertEquals(result, check.result(), check::toString);
    }

    private static List<String> without(List<String> lines, int index) {
        List<String> fewer = new ArrayList<>(lines);
        fewer.remove(index);
        return fewer;
    }

    private static List<String> with(List<String> lines, int index, String line) {
        List<String> others = new ArrayList<>(lines);
        others.set(index, line);
        return others;
    }

    private static List<String> twice(List<String> lines, int index) {
        List<String> more = new ArrayList<>(lines);
        more.add(index, lines.get(index));
        return more;
    }

    private static List<String> renumbered(List<String> lines) {
        List<String> fresh = new ArrayList<>();
        for (String line : lines) {
            fresh.add(
                    line.replaceFirst("\"sequence\":[0-9]+", "\"sequence\":" + (fresh.size() + 1)));
        }
        return fresh;
    }
}
