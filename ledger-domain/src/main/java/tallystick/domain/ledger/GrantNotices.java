package tallystick.domain.ledger;

import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import tallystick.domain.GrantTerms;

/**
 * When to say that a grant is about to expire: once per grant, {@link #AHEAD_NANOS} before it does,
 * and only while there is credit on it. A grant that expires sooner after its issue is not told of:
 * whoever issued it has just been told.
 */
final class GrantNotices {

    /** Seven days. */
    static final long AHEAD_NANOS = 7L * 24 * 60 * 60 * 1_000_000_000L;

    /** There is no notice to give. */
    static final long NONE = Long.MAX_VALUE;

    private record Notice(long atEpochNanos, int grant) {}

    /** Grants that will have to be told of, with credit or without. */
    private final SortedMap<Integer, Long> untold = new TreeMap<>();

    /** Those that have credit now. */
    private final TreeSet<Notice> due =
            new TreeSet<>(
                    Comparator.comparingLong(Notice::atEpochNanos).thenComparingInt(Notice::grant));

    /** A grant was issued. */
    void issued(int grant, long expiresAtEpochNanos, boolean hasCredit, long nowEpochNanos) {
        if (expiresAtEpochNanos == GrantTerms.NEVER
                || expiresAtEpochNanos - AHEAD_NANOS <= nowEpochNanos) {
            return;
        }
        untold.put(grant, expiresAtEpochNanos - AHEAD_NANOS);
        if (hasCredit) {
            credited(grant);
        }
    }

    /** A grant has credit again. */
    void credited(int grant) {
        Long at = untold.get(grant);
        if (at != null) {
            due.add(new Notice(at, grant));
        }
    }

    /** A grant has no credit left. */
    void spent(int grant) {
        Long at = untold.get(grant);
        if (at != null) {
            due.remove(new Notice(at, grant));
        }
    }

    /** A grant was told of, or is over. */
    void done(int grant) {
        spent(grant);
        untold.remove(grant);
    }

    /** The earliest notice, {@link #NONE} when there is none. */
    long next() {
        return due.isEmpty() ? NONE : due.getFirst().atEpochNanos();
    }

    /** The grant that is to be told of first. */
    int nextGrant() {
        return due.getFirst().grant();
    }

    void saveInto(StateWriter out) {
        out.number(untold.size());
        untold.forEach((grant, at) -> out.number(at).number(grant));
        out.number(due.size());
        due.forEach(notice -> out.number(notice.grant()));
    }

    void load(StateReader in) {
        for (int left = in.count(); left > 0; left--) {
            long at = in.number();
            untold.put(in.ref(), at);
        }
        for (int left = in.count(); left > 0; left--) {
            credited(in.ref());
        }
    }
}
