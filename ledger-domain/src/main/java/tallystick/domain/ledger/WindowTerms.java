package tallystick.domain.ledger;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import tallystick.domain.money.Pico;
import tallystick.domain.money.PicoArray;
import tallystick.domain.settlement.LatencyScale;
import tallystick.domain.usage.ServiceMeasure;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageRecord;

/**
 * Sums of one window's usage for agreements with conditions, by term and model: charges, tokens
 * both ways, and how the service was. Adding to a sum that is there allocates nothing.
 */
final class WindowTerms {

    private static final int TIMED_TOKENS = 0;
    private static final int TIMED_MICROS = 1;
    private static final int TIMED_RECORDS = 2;
    private static final int FINISHED = 3;
    private static final int FAILED = 4;
    private static final int MEASURES = 5;
    private static final int MODEL_BITS = 16;

    private final LongIntMap sums = new LongIntMap();
    private long[] keys = new long[4];
    private final PicoArray charges = new PicoArray();
    private long[] sent = new long[4 * TokenClass.COUNT];
    private long[] returned = new long[4 * TokenClass.COUNT];
    private long[] measures = new long[4 * MEASURES];

    /** Records by sum and class of time to first token. */
    private final LongIntMap latencies = new LongIntMap();

    private long[] latencyKeys = new long[16];
    private long[] latencyRecords = new long[16];
    private int latencyCount;

    /** Usage that the term prices. */
    void send(int term, UsageRecord usage) {
        int sum = sum(term, usage.modelRef);
        charges.add(sum, usage.wholesaleHi, usage.wholesaleLo);
        for (int i = 0; i < TokenClass.COUNT; i++) {
            sent[sum * TokenClass.COUNT + i] += usage.billed(i);
        }
    }

    /** Usage that came the other way. */
    void giveBack(int term, UsageRecord usage) {
        int sum = sum(term, usage.modelRef);
        for (int i = 0; i < TokenClass.COUNT; i++) {
            returned[sum * TokenClass.COUNT + i] += usage.billed(i);
        }
    }

    /** What a record says of the service. */
    void measure(int term, UsageRecord usage, String attributes) {
        int at = sum(term, usage.modelRef) * MEASURES;
        long first = ServiceMeasure.firstTokenMicros(attributes);
        if (first != ServiceMeasure.NONE) {
            addLatency(at / MEASURES, LatencyScale.classOf(first));
        }
        long micros = ServiceMeasure.outputMicros(attributes);
        if (micros > 0) {
            for (TokenClass tokenClass : TokenClass.ALL) {
                measures[at + TIMED_TOKENS] +=
                        tokenClass.isOutput() ? usage.tokens[tokenClass.ordinal()] : 0;
            }
            measures[at + TIMED_MICROS] += micros;
            measures[at + TIMED_RECORDS]++;
        }
        if (ServiceMeasure.hasFinish(attributes)) {
            measures[at + FINISHED]++;
            measures[at + FAILED] += ServiceMeasure.isFailed(attributes) ? 1 : 0;
        }
    }

    private void addLatency(int sum, int latencyClass) {
        long key = (long) sum << 32 | latencyClass;
        int at = latencies.get(key);
        if (at == LongIntMap.ABSENT) {
            at = latencyCount++;
            if (at == latencyKeys.length) {
                latencyKeys = Arrays.copyOf(latencyKeys, at * 2);
                latencyRecords = Arrays.copyOf(latencyRecords, at * 2);
            }
            latencyKeys[at] = key;
            latencies.put(key, at);
        }
        latencyRecords[at]++;
    }

    private int sum(int term, int model) {
        long key = (long) term << MODEL_BITS | model;
        int sum = sums.get(key);
        return sum == LongIntMap.ABSENT ? open(key) : sum;
    }

    private int open(long key) {
        int sum = charges.add();
        if (sum == keys.length) {
            keys = Arrays.copyOf(keys, sum * 2);
            sent = Arrays.copyOf(sent, sent.length * 2);
            returned = Arrays.copyOf(returned, returned.length * 2);
            measures = Arrays.copyOf(measures, measures.length * 2);
        }
        keys[sum] = key;
        sums.put(key, sum);
        return sum;
    }

    /** The models that a term has sums of, by number. */
    int[] models(int term) {
        return Arrays.stream(keys, 0, charges.size())
                .filter(key -> key >> MODEL_BITS == term)
                .mapToInt(key -> (int) key & (1 << MODEL_BITS) - 1)
                .sorted()
                .toArray();
    }

    private int find(int term, int model) {
        return sums.get((long) term << MODEL_BITS | model);
    }

    Pico charge(int term, int model) {
        int sum = find(term, model);
        return sum == LongIntMap.ABSENT ? Pico.ZERO : charges.get(sum);
    }

    long sent(int term, int model, TokenClass tokenClass) {
        return tokens(sent, find(term, model), tokenClass);
    }

    long returned(int term, int model, TokenClass tokenClass) {
        return tokens(returned, find(term, model), tokenClass);
    }

    private static long tokens(long[] of, int sum, TokenClass tokenClass) {
        return sum == LongIntMap.ABSENT ? 0 : of[sum * TokenClass.COUNT + tokenClass.ordinal()];
    }

    /** Records by time to first token, microseconds rounded up to three significant digits. */
    Map<Long, Long> firstTokens(int term, int model) {
        int sum = find(term, model);
        Map<Long, Long> records = new TreeMap<>();
        for (int i = 0; i < latencyCount; i++) {
            if (latencyKeys[i] >> 32 == sum) {
                records.put(LatencyScale.longestOf((int) latencyKeys[i]), latencyRecords[i]);
            }
        }
        return records;
    }

    long timedTokens(int term, int model) {
        return measure(term, model, TIMED_TOKENS);
    }

    long timedMicros(int term, int model) {
        return measure(term, model, TIMED_MICROS);
    }

    long timedRecords(int term, int model) {
        return measure(term, model, TIMED_RECORDS);
    }

    /** Records that say how the request ended. */
    long finished(int term, int model) {
        return measure(term, model, FINISHED);
    }

    /** Those of them that ended by an error. */
    long failed(int term, int model) {
        return measure(term, model, FAILED);
    }

    private long measure(int term, int model, int which) {
        int sum = find(term, model);
        return sum == LongIntMap.ABSENT ? 0 : measures[sum * MEASURES + which];
    }

    void digestInto(StateDigest digest) {
        int count = charges.size();
        digest.number(count).number(latencyCount);
        for (int sum = 0; sum < count; sum++) {
            digest.number(keys[sum]).amount(charges, sum);
        }
        digestInto(digest, sent, count * TokenClass.COUNT);
        digestInto(digest, returned, count * TokenClass.COUNT);
        digestInto(digest, measures, count * MEASURES);
        digestInto(digest, latencyKeys, latencyCount);
        digestInto(digest, latencyRecords, latencyCount);
    }

    private static void digestInto(StateDigest digest, long[] values, int count) {
        for (int i = 0; i < count; i++) {
            digest.number(values[i]);
        }
    }

    void saveInto(StateWriter out) {
        int count = charges.size();
        sums.saveInto(out);
        out.longs(keys, count).amounts(charges).longs(sent, count * TokenClass.COUNT);
        out.longs(returned, count * TokenClass.COUNT).longs(measures, count * MEASURES);
        latencies.saveInto(out);
        out.longs(latencyKeys, latencyCount).longs(latencyRecords, latencyCount);
    }

    static WindowTerms load(StateReader in) {
        WindowTerms terms = new WindowTerms();
        terms.sums.load(in);
        long[] keys = in.longs();
        int capacity = Math.max(4, keys.length);
        terms.keys = Arrays.copyOf(keys, capacity);
        in.amounts(terms.charges);
        int tokens = keys.length * TokenClass.COUNT;
        terms.sent = Arrays.copyOf(in.longs(tokens), capacity * TokenClass.COUNT);
        terms.returned = Arrays.copyOf(in.longs(tokens), capacity * TokenClass.COUNT);
        terms.measures = Arrays.copyOf(in.longs(keys.length * MEASURES), capacity * MEASURES);
        terms.latencies.load(in);
        long[] latencyKeys = in.longs();
        terms.latencyCount = latencyKeys.length;
        int room = Math.max(16, latencyKeys.length);
        terms.latencyKeys = Arrays.copyOf(latencyKeys, room);
        terms.latencyRecords = Arrays.copyOf(in.longs(latencyKeys.length), room);
        return terms;
    }
}
