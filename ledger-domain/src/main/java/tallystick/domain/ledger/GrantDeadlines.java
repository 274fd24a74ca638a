package tallystick.domain.ledger;

import java.util.Comparator;
import java.util.TreeSet;
import tallystick.domain.GrantTerms;

/** Grants with free credit, by when they expire. */
final class GrantDeadlines {

    static final long NONE = Long.MAX_VALUE;

    private record Deadline(long expiresAtEpochNanos, int grant) {}

    private final TreeSet<Deadline> deadlines =
            new TreeSet<>(
                    Comparator.comparingLong(Deadline::expiresAtEpochNanos)
                            .thenComparingInt(Deadline::grant));

    void add(long expiresAtEpochNanos, int grant) {
        if (expiresAtEpochNanos != GrantTerms.NEVER) {
            deadlines.add(new Deadline(expiresAtEpochNanos, grant));
        }
    }

    void remove(long expiresAtEpochNanos, int grant) {
        if (expiresAtEpochNanos != GrantTerms.NEVER) {
            deadlines.remove(new Deadline(expiresAtEpochNanos, grant));
        }
    }

    /** The earliest expiry, {@link #NONE} when there is none. */
    long next() {
        return deadlines.isEmpty() ? NONE : deadlines.getFirst().expiresAtEpochNanos();
    }

    /** The grant that expires first. */
    int nextGrant() {
        return deadlines.getFirst().grant();
    }

    void saveInto(StateWriter out) {
        out.number(deadlines.size());
        deadlines.forEach(d -> out.number(d.expiresAtEpochNanos()).number(d.grant()));
    }

    void load(StateReader in) {
        for (int left = in.count(); left > 0; left--) {
            deadlines.add(new Deadline(in.number(), in.ref()));
        }
    }
}
