package tallystick.engine.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.domain.LedgerEvent;
import tallystick.domain.usage.UsageRecord;
import tallystick.engine.EngineFixture;
import tallystick.engine.LedgerEngine;
import tallystick.engine.World;
import tallystick.engine.codec.EventEncoder;
import tallystick.engine.codec.LeafHeader;
import tallystick.engine.tlog.TlogOptions;
import tallystick.engine.tlog.TransparencyLog;

/**
 * Somebody with every key of the server changes one value of one event, whatever its kind, to
 * another that can be encoded, and hashes and signs all anew. No hash tells; deciding again does.
 */
class EveryEventTest {

    private static final WholeStory STORY = new WholeStory();

    @TempDir static Path directory;

    /** An event that somebody changed. */
    private record Forgery(int position, String kind, String path, LedgerEvent event) {
        byte[] leaf() {
            return encode(event, position, recorded(position));
        }
    }

    @Test
    void theStoryHasEveryKindOfEvent() {
        SortedSet<String> seen = new TreeSet<>();
        STORY.events.forEach(e -> seen.add(e.getClass().getSimpleName()));
        SortedSet<String> missing = new TreeSet<>(Tampering.kinds(LedgerEvent.class));
        missing.removeAll(seen);
        assertEquals("[]", missing.toString());
    }

    @Test
    void theStoryIsWhatTheLedgerDecides() {
        LedgerRerun rerun = new LedgerRerun(entries(STORY.leaves));
        assertEquals(-1, firstBad(STORY.leaves, rerun), rerun.summary());
        assertTrue(rerun.summary().contains(" 1 refusals believed"), rerun.summary());
        assertTrue(rerun.summary().contains(" 0 events at the end"), rerun.summary());
    }

    /** What is added to a request is decided again; what the request said is anybody's to say. */
    @Test
    void whatTheLedgerAddedCannotBeChangedInAnyEvent() {
        SortedMap<String, SortedSet<String>> free = new TreeMap<>();
        SortedMap<String, Integer> caught = new TreeMap<>();
        for (Forgery forgery : forgeries()) {
            List<byte[]> leaves = new ArrayList<>(STORY.leaves);
            leaves.set(forgery.position(), forgery.leaf());
            long bad = firstBad(leaves, new LedgerRerun(entries(leaves)));
            assertTrue(bad < 0 || bad >= first(forgery), forgery + " at " + bad);
            if (bad >= 0 && bad <= forgery.position()) {
                caught.merge(forgery.kind(), 1, Integer::sum);
            } else if (bad < 0) {
                free.computeIfAbsent(forgery.kind(), _ -> new TreeSet<>()).add(forgery.path());
            }
        }
        SortedSet<String> uncaught = new TreeSet<>(kinds());
        uncaught.removeAll(caught.keySet());
        assertEquals("[]", uncaught.toString(), "of no kind is every value believed");
        assertEquals(ANYBODYS, free.toString().replace("], ", "]\n"));
    }

    /** One forgery of each kind in a bundle: exit code 1, and the position. */
    @Test
    void aBundleOfAnInsiderIsTamperedAtThatPosition() throws Exception {
        Path node = node();
        Path good = bundle(node, "good", STORY.leaves);
        VerifyReport honest = BundleVerifier.run(good, null, List.of());
        assertEquals(0, honest.result().exitCode(), honest.toString());
        Map<String, Forgery> perKind = new TreeMap<>();
        for (Forgery forgery : forgeries()) {
            List<byte[]> leaves = new ArrayList<>(STORY.leaves);
            leaves.set(forgery.position(), forgery.leaf());
            long bad = firstBad(leaves, new LedgerRerun(entries(leaves)));
            if (first(forgery) <= bad && bad <= forgery.position()) {
                perKind.putIfAbsent(forgery.kind(), forgery);
            }
        }
        assertEquals(kinds(), perKind.keySet());
        for (Forgery forgery : perKind.values()) {
            List<byte[]> leaves = new ArrayList<>(STORY.leaves);
            leaves.set(forgery.position(), forgery.leaf());
            VerifyReport report =
                    BundleVerifier.run(bundle(node, "forged", leaves), null, List.of());
            assertEquals(1, report.result().exitCode(), forgery + " " + report);
            long bad = Objects.requireNonNull(report.firstBad(), report::toString);
            assertTrue(first(forgery) <= bad && bad <= forgery.position(), forgery + " " + report);
            assertEquals("ledger", report.checks().getLast().name(), "no hash tells");
        }
    }

    /** A program writes its own version; an older one in between is no excuse for another rule. */
    @Test
    void anEventDoesNotBecomeOlderThanTheOneBeforeIt() {
        List<byte[]> leaves = new ArrayList<>(STORY.leaves);
        byte[] older = leaves.get(40).clone();
        older[6]--;
        leaves.set(40, older);
        assertEquals(40, firstBad(leaves, new LedgerRerun(entries(leaves))));
    }

    /** A journal whose every event says an older version is decided again all the same. */
    @Test
    void olderEventsAreDecidedToo() {
        List<byte[]> leaves = new ArrayList<>();
        STORY.leaves.forEach(leaf -> leaves.add(older(leaf)));
        int position = 0;
        while (!(STORY.events.get(position) instanceof LedgerEvent.Wallets.GrantVoided)) {
            position++;
        }
        // The first kind that this version brought ends what an older program can have written.
        List<byte[]> before = leaves.subList(0, position + 1);
        assertEquals(-1, firstBad(before, new LedgerRerun(entries(before))));
        int at = position;
        Forgery forged =
                forgeries().stream()
                        .filter(f -> f.position() == at && f.path().equals("amount"))
                        .findFirst()
                        .orElseThrow();
        List<byte[]> other = new ArrayList<>(before);
        other.set(position, older(forged.leaf()));
        assertEquals(position, firstBad(other, new LedgerRerun(entries(other))));
    }

    /** The checkpoint may come between events that were decided together. */
    @Test
    void aJournalThatEndsInsideARunIsGood() {
        for (int end = 1; end <= STORY.leaves.size(); end++) {
            List<byte[]> leaves = STORY.leaves.subList(0, end);
            assertEquals(-1, firstBad(leaves, new LedgerRerun(entries(leaves))), "end " + end);
        }
    }

    /** What has been done does not happen again, except what may be said again at any time. */
    @Test
    void anEventDoesNotComeTwice() {
        SortedSet<String> again = new TreeSet<>();
        for (int position = 0; position < STORY.leaves.size(); position++) {
            List<byte[]> leaves = new ArrayList<>(STORY.leaves.subList(0, position + 1));
            leaves.add(moved(STORY.events.get(position), position));
            if (firstBad(leaves, new LedgerRerun(entries(leaves))) < 0) {
                again.add(kind(STORY.events.get(position)));
            }
        }
        assertEquals(AGAIN, again.toString());
    }

    private static byte[] moved(LedgerEvent event, int position) {
        return encode(event, position + 1, recorded(position));
    }

    private static byte[] older(byte[] leaf) {
        byte[] older = leaf.clone();
        older[6]--;
        return older;
    }

    /** A request that several events tell of is decided at the first of them, which is named. */
    private static int first(Forgery forgery) {
        return forgery.position() - TOLD_LATER.getOrDefault(forgery.kind(), 0);
    }

    // ---- forging

    private static SortedSet<String> kinds() {
        SortedSet<String> kinds = new TreeSet<>();
        for (int i = 0; i < STORY.events.size(); i++) {
            kinds.add(kind(STORY.events.get(i)));
        }
        return kinds;
    }

    /** Records that the ledger wrote of its own are kinds of their own. */
    private static String kind(LedgerEvent event) {
        if (!(event instanceof LedgerEvent.UsageRecorded run)) {
            return event.getClass().getSimpleName();
        }
        UsageRecord usage = run.records().getFirst();
        if (!usage.source.startsWith(UsageRecord.RESERVED_SOURCES)) {
            return "UsageRecorded";
        }
        if (usage.source.equals(UsageRecord.HOLD_SOURCE)) {
            return usage.id.endsWith("/expiry") ? "UsageRecorded/expiry" : "UsageRecorded/commit";
        }
        return "UsageRecorded/" + usage.id.substring(0, usage.id.indexOf('/'));
    }

    private static List<Forgery> forgeries() {
        List<Forgery> forgeries = new ArrayList<>();
        for (int i = 0; i < STORY.events.size(); i++) {
            int position = i;
            LedgerEvent event = STORY.events.get(i);
            Tampering.of(event)
                    .forEach(
                            (path, other) -> {
                                byte[] leaf = encodable(other, position);
                                if (leaf != null
                                        && !Arrays.equals(leaf, STORY.leaves.get(position))) {
                                    forgeries.add(new Forgery(position, kind(event), path, other));
                                }
                            });
        }
        return forgeries;
    }

    private static byte @Nullable [] encodable(LedgerEvent event, int position) {
        try {
            return encode(event, position, recorded(position));
        } catch (RuntimeException notEncodable) {
            return null;
        }
    }

    private static byte[] encode(LedgerEvent event, long position, long recorded) {
        ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        int length;
        if (event instanceof LedgerEvent.UsageRecorded run) {
            UsageRecord usage = run.records().getFirst();
            long before = usage.position;
            usage.position = position;
            length = new EventEncoder().encodeUsage(usage, buffer, 0);
            usage.position = before;
        } else {
            length = new EventEncoder().encode(event, position, recorded, buffer, 0);
        }
        byte[] leaf = new byte[length];
        buffer.getBytes(0, leaf);
        return leaf;
    }

    private static long recorded(int position) {
        return LeafHeader.recordedEpochNanos(new UnsafeBuffer(STORY.leaves.get(position)), 0);
    }

    // ---- verifying

    /** Position of the first event that is not believed, −1 when all are. */
    private static long firstBad(List<byte[]> leaves, LedgerRerun rerun) {
        for (int i = 0; i < leaves.size(); i++) {
            try {
                rerun.apply(i, leaves.get(i), 0, leaves.get(i).length);
            } catch (RuntimeException other) {
                return i;
            }
        }
        return -1;
    }

    private static LedgerRerun.Entries entries(List<byte[]> leaves) {
        return new LedgerRerun.Entries() {
            @Override
            public byte[] at(long position) {
                return leaves.get(Math.toIntExact(position));
            }

            @Override
            public long end() {
                return leaves.size();
            }
        };
    }

    private static Path node() throws Exception {
        Path data = directory.resolve("node");
        TlogOptions options = TlogOptions.in(data).withCheckpoints(10, 256);
        try (LedgerEngine engine = EngineFixture.open(data);
                TransparencyLog log = TransparencyLog.open(options, engine.frames())) {
            EngineFixture.ask(engine, World.setUp().getFirst());
            assertNotNull(log.await(1, 5_000));
        }
        return data;
    }

    private static Path bundle(Path node, String name, List<byte[]> leaves) throws Exception {
        Path forged = directory.resolve(name);
        new Insider(node, forged).publish(leaves);
        Path tar = directory.resolve(Objects.requireNonNull(forged.getFileName()) + ".tar");
        BundleExport.run(forged, 0, Long.MAX_VALUE / 2, tar);
        return tar;
    }

    /** How far before it the event may stand that opens the run and is told whole by it. */
    private static final Map<String, Integer> TOLD_LATER =
            Map.of(
                    "HoldCommitted", 1,
                    "WindowOpened", 2,
                    "AffirmingBegun", 1,
                    "PaymentUnmatched", 1,
                    "RequestAnswered", 1);

    /** What may be said again at any time; a cut-off at the end waits for the next window. */
    private static final String AGAIN =
            "[AggregateMismatched, AlertsSet, AutoTopUpSet, BatchReturned, BilateralCapSet,"
                    + " NetDebitCapSet, QuotaSet, WindowCutOff]";

    /** What requests said, of which any other would have been decided as well. */
    private static final String ANYBODYS =
            """
            {AffirmingBegun=[toleranceMinor]
            AggregateMismatched=[actor, actor(none), minor]
            AlertsSet=[thresholds(shorter), thresholds[0]]
            AutoTopUpSet=[amount, threshold]
            BatchNoted=[notice.signature]
            BatchReturned=[notice.records, notice.signature, notice.tokens]
            BilateralCapSet=[cap]
            CollateralMoved=[entry, minor]
            CreditTransferred=[shares[0].amount, transfer]
            DefaultCovered=[actor, actor(none)]
            DefaultDeclared=[checker, checker(none)]
            DefaultLifted=[checker, checker(none)]
            DisputeMoved=[actor]
            DisputeOpened=[reason]
            FactoryRegistered=[factory]
            GraceGiven=[actor, actor(none)]
            GrantIssued=[terms.amount, terms.effectiveAtEpochNanos, terms.grant, terms.kind, terms.priority]
            GrantVoided=[reason]
            HoldOpened=[terms.maxLifetimeNanos, terms.onExpiry]
            HoldReleased=[reason, reason(none)]
            LegConfirmed=[entry]
            NetDebitCapSet=[haircutBasisPoints]
            PayInReceived=[entry, minor]
            PaymentUnmatched=[entry, minor, uetr]
            QuotaSet=[terms.burst, terms.limit, terms.measure, terms.mode, terms.period, terms.scope, terms.sliding]
            ReleaseApproved=[actor, actor(none)]
            ReleaseProposed=[actor, actor(none), reason]
            RequestAnswered=[actor, actor(none), fingerprint, key, key(none), refusal.code, refusal.detail, refusal.detail(none), refusal.field, refusal.field(none), resource(none)]
            StatementAffirmed=[checker, checker(none), how, maker, maker(none)]
            TariffPublished=[terms.effectiveFromEpochNanos, terms.minimumCharge, terms.prices(shorter), terms.prices[0].pricePicoPerToken, terms.prices[0].tokenClass, terms.tierPeriod]
            WalletOpened=[terms.overdraftLimit]
            WalletSuspended=[reason]
            WindowAborted=[checker, checker(none)]
            WindowApproved=[checker, checker(none)]
            WindowInstructed=[checker, checker(none)]
            WindowOpened=[startsAtEpochNanos]
            WindowRecast=[checker, checker(none)]}\
            """;
}
