package tallystick.domain.ledger;

import java.util.ArrayList;
import java.util.List;
import tallystick.domain.usage.UsageHistory;
import tallystick.domain.usage.UsageRecord;

/**
 * Records of sources that number them (CloudEvents {@code sequence}), at a price that does not grow
 * with their number. The newest are known by identity, in two tables that take turns: when one is
 * full the other is emptied. Of what was in that, each source keeps the highest number, its
 * watermark. A record with a higher one was never recorded, which costs no look; one with a lower
 * number, that is in neither table, is looked for in the journal, in the few stretches that may
 * have it: so repetitions and conflicts are exact however old they are.
 *
 * <p>What that relies on: a source that numbers its records numbers them always, and sends a record
 * again under the number it had. A source that breaks that is found out while the record is in the
 * tables, and not after.
 */
final class NumberedIdentities {

    /**
     * How many one table takes: 2^23, so that 8 to 16 million records are known by identity, in 400
     * MB at most. Part of the ledger's state: changing it is another format.
     */
    static final int RECENT = 1 << 23;

    private int most;
    private IdentityIndex young = new IdentityIndex();
    private IdentityIndex old = new IdentityIndex();

    /** The last position in a table, and the last one that left them; −1 for none. */
    private long youngThrough = -1;

    private long oldThrough = -1;
    private long forgottenThrough = -1;

    private final LongIntMap places = new LongIntMap();
    private final List<NumberedSource> sources = new ArrayList<>();

    /**
     * @param most identities one table takes, 1 or more
     */
    NumberedIdentities(int most) {
        this.most = most;
    }

    /** Whether no source numbers its records. */
    boolean isEmpty() {
        return sources.isEmpty();
    }

    /**
     * Position of the record with a record's source and id, −1 when there is none.
     *
     * @param source number of its source among the ledger's texts
     * @param history asked for what is older than the tables
     */
    long find(int source, UsageRecord usage, UsageHistory history) {
        int place = places.get(source);
        if (place == LongIntMap.ABSENT) {
            return -1;
        }
        long recent = findRecent(usage.keyHi, usage.keyLo);
        NumberedSource numbers = sources.get(place);
        return recent >= 0 || usage.sequence < 0 || usage.sequence > numbers.watermark()
                ? recent
                : findOld(numbers, usage, history);
    }

    /** Position of a record that is known by identity, −1 when it is not. */
    long findRecent(long keyHi, long keyLo) {
        int seen = young.find(keyHi, keyLo);
        if (seen != IdentityIndex.ABSENT) {
            return young.position(seen);
        }
        seen = old.find(keyHi, keyLo);
        return seen == IdentityIndex.ABSENT ? -1 : old.position(seen);
    }

    private long findOld(NumberedSource numbers, UsageRecord usage, UsageHistory history) {
        for (int i = numbers.next(0, usage.sequence);
                i >= 0 && numbers.firstPosition(i) <= forgottenThrough;
                i = numbers.next(i + 1, usage.sequence)) {
            long last = Math.min(numbers.lastPosition(i), forgottenThrough);
            long found = history.find(usage, numbers.firstPosition(i), last);
            if (found >= 0) {
                return found;
            }
        }
        return -1;
    }

    /**
     * Remembers a record that was not found.
     *
     * @param source number of its source among the ledger's texts
     */
    void put(int source, UsageRecord usage) {
        if (young.size() >= most) {
            turn();
        }
        young.put(usage.keyHi, usage.keyLo, usage.position);
        youngThrough = usage.position;
        int place = places.get(source);
        if (place == LongIntMap.ABSENT) {
            place = sources.size();
            places.put(source, place);
            sources.add(new NumberedSource(source));
        }
        sources.get(place).add(usage.sequence, usage.position);
    }

    /** Empties the older table; the newer one becomes the older. */
    private void turn() {
        forgottenThrough = oldThrough;
        oldThrough = youngThrough;
        old = young;
        young = new IdentityIndex();
        for (NumberedSource source : sources) {
            source.pass(forgottenThrough);
        }
    }

    /** How many records are known by identity. */
    long size() {
        return young.size() + old.size();
    }

    /** Bytes of the tables and of the sources' numbers. */
    long bytes() {
        long bytes = young.bytes() + old.bytes();
        for (NumberedSource source : sources) {
            bytes += source.bytes();
        }
        return bytes;
    }

    void digestInto(StateDigest digest) {
        digest.number(most).number(youngThrough).number(oldThrough).number(forgottenThrough);
        young.digestInto(digest);
        old.digestInto(digest);
        digest.number(sources.size());
        sources.forEach(source -> source.digestInto(digest));
    }

    void saveInto(StateWriter out) {
        out.section("numbered").number(most);
        out.number(youngThrough).number(oldThrough).number(forgottenThrough);
        young.saveInto(out);
        old.saveInto(out);
        out.number(sources.size());
        sources.forEach(source -> source.saveInto(out));
        places.saveInto(out);
    }

    void load(StateReader in) {
        in.section("numbered");
        most = in.count();
        youngThrough = in.number();
        oldThrough = in.number();
        forgottenThrough = in.number();
        young.load(in);
        old.load(in);
        sources.addAll(in.list(() -> NumberedSource.read(in)));
        places.load(in);
    }
}
