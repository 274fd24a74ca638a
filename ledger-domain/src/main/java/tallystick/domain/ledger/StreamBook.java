package tallystick.domain.ledger;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.domain.settlement.BatchNotice;
import tallystick.domain.settlement.GapReport;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageRecord;

/**
 * The batches that serving operators have told of, per window and pair; and what of a pair's usage
 * in a window no sender sent, because the ledger wrote it itself.
 */
final class StreamBook {

    private record Key(int windowRef, String serving, String home) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byWindow = Integer.compare(windowRef, other.windowRef);
            int byServing = byWindow != 0 ? byWindow : serving.compareTo(other.serving);
            return byServing != 0 ? byServing : home.compareTo(other.home);
        }
    }

    /** What the batches of a stream say together. */
    record Noted(int batches, long records, long tokens, boolean last) {
        static final Noted NONE = new Noted(0, 0, 0, false);
    }

    private final SortedMap<Key, Noted> noted = new TreeMap<>();
    private final LongIntMap own = new LongIntMap();
    private int ownCount;
    private long[] ownKeys = new long[16];
    private long[] ownRecords = new long[16];
    private long[] ownTokens = new long[16];

    Noted noted(Window window, String serving, String home) {
        return noted.getOrDefault(new Key(window.ref, serving, home), Noted.NONE);
    }

    void note(Window window, BatchNotice notice) {
        Noted before = noted(window, notice.servingOperator(), notice.homeOperator());
        noted.put(
                new Key(window.ref, notice.servingOperator(), notice.homeOperator()),
                new Noted(
                        notice.sequence(),
                        Math.addExact(before.records, notice.records()),
                        Math.addExact(before.tokens, notice.tokens()),
                        notice.last()));
    }

    /** Counts a roaming record that the ledger wrote of its own. */
    void addOwn(UsageRecord usage) {
        long key = key(usage.windowRef, usage.homeRef, usage.servingRef);
        int at = own.get(key);
        if (at == LongIntMap.ABSENT) {
            at = ownCount++;
            own.put(key, at);
            if (at == ownKeys.length) {
                ownKeys = Arrays.copyOf(ownKeys, at * 2);
                ownRecords = Arrays.copyOf(ownRecords, at * 2);
                ownTokens = Arrays.copyOf(ownTokens, at * 2);
            }
            ownKeys[at] = key;
        }
        ownRecords[at]++;
        for (int i = 0; i < TokenClass.COUNT; i++) {
            ownTokens[at] += usage.billed(i);
        }
    }

    private static long key(int windowRef, int homeRef, int servingRef) {
        return (long) windowRef << 24 | (long) homeRef << 12 | servingRef;
    }

    /** How complete a window is. */
    GapReport report(Window window, LedgerState state) {
        SortedMap<Key, long[]> sums = new TreeMap<>();
        for (WindowLine line : window.lines()) {
            int home = line.key().homeRef();
            int serving = line.key().servingRef();
            long[] sum =
                    sums.computeIfAbsent(
                            new Key(
                                    window.ref,
                                    state.names.operators.nameOf(serving),
                                    state.names.operators.nameOf(home)),
                            _ -> sentByNobody(window.ref, home, serving));
            sum[0] += line.records();
            sum[1] += line.tokens().stream().mapToLong(Long::longValue).sum();
        }
        SortedMap<Key, Boolean> streams = new TreeMap<>();
        sums.keySet().forEach(key -> streams.put(key, false));
        Key from = new Key(window.ref, "", "");
        Key to = new Key(window.ref + 1, "", "");
        noted.subMap(from, to).keySet().forEach(key -> streams.put(key, false));
        long end =
                window.cutOffEpochNanos == Window.NOT_CUT_OFF
                        ? state.lastRecordedEpochNanos()
                        : window.cutOffEpochNanos - 1;
        for (AgreementBook.Version version : state.agreements.inForce(end)) {
            if (version.settlementModelRef() == window.settlementModelRef) {
                streams.put(
                        new Key(
                                window.ref,
                                version.terms().servingOperator(),
                                version.terms().homeOperator()),
                        true);
            }
        }
        List<GapReport.Stream> rows = new ArrayList<>();
        streams.forEach(
                (key, expected) ->
                        rows.add(row(key, expected, sums.getOrDefault(key, new long[] {0, 0}))));
        return new GapReport(window.name, rows);
    }

    private long[] sentByNobody(int windowRef, int homeRef, int servingRef) {
        int at = own.get(key(windowRef, homeRef, servingRef));
        return at == LongIntMap.ABSENT
                ? new long[] {0, 0}
                : new long[] {-ownRecords[at], -ownTokens[at]};
    }

    private GapReport.Stream row(Key key, boolean expected, long[] sum) {
        Noted said = noted.getOrDefault(key, Noted.NONE);
        return new GapReport.Stream(
                key.serving,
                key.home,
                expected,
                said.batches,
                said.records,
                said.tokens,
                sum[0],
                sum[1],
                said.last);
    }

    void digestInto(StateDigest digest) {
        digest.number(noted.size()).number(ownCount);
        noted.forEach((key, said) -> digest.text(key.toString()).text(said.toString()));
        for (int i = 0; i < ownCount; i++) {
            digest.number(ownKeys[i]).number(ownRecords[i]).number(ownTokens[i]);
        }
    }

    void saveInto(StateWriter out) {
        out.section("streams").number(noted.size());
        noted.forEach(
                (key, said) -> {
                    out.number(key.windowRef).text(key.serving).text(key.home);
                    out.number(said.batches).number(said.records).number(said.tokens);
                    out.flag(said.last);
                });
        out.longs(ownKeys, ownCount).longs(ownRecords, ownCount).longs(ownTokens, ownCount);
    }

    void load(StateReader in) {
        in.section("streams");
        for (int left = in.count(); left > 0; left--) {
            Key key = new Key(in.ref(), in.text(), in.text());
            noted.put(key, new Noted(in.ref(), in.number(), in.number(), in.flag()));
        }
        long[] keys = in.longs();
        ownCount = keys.length;
        int capacity = Math.max(16, ownCount);
        ownKeys = Arrays.copyOf(keys, capacity);
        ownRecords = Arrays.copyOf(in.longs(ownCount), capacity);
        ownTokens = Arrays.copyOf(in.longs(ownCount), capacity);
        for (int i = 0; i < ownCount; i++) {
            own.put(ownKeys[i], i);
        }
    }
}
