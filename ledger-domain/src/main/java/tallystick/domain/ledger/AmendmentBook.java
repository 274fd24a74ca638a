package tallystick.domain.ledger;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tallystick.domain.usage.UsageHistory;
import tallystick.domain.usage.UsageRecord;

/**
 * Which accepted records were changed by later ones. The records themselves are in the journal;
 * here are positions only. The root of a chain is the record that charged first.
 */
final class AmendmentBook {

    private static final long[] NONE = {};

    private final UsageHistory history;

    /** Later records of a root, in order. */
    private final SortedMap<Long, long[]> amendments = new TreeMap<>();

    /** The root that a later record belongs to, or that rated a record which was suspended. */
    private final SortedMap<Long, Long> roots = new TreeMap<>();

    AmendmentBook(UsageHistory history) {
        this.history = history;
    }

    void amend(long root, long position) {
        long[] old = amendments.getOrDefault(root, NONE);
        long[] next = Arrays.copyOf(old, old.length + 1);
        next[old.length] = position;
        amendments.put(root, next);
        roots.put(position, root);
    }

    /** A suspended record was rated by another one, which is the root from now on. */
    void settle(long suspended, long position) {
        roots.put(suspended, position);
    }

    /** The root of the chain that a record at a position is part of. */
    long rootOf(long position) {
        @Nullable Long root = roots.get(position);
        return root == null ? position : root;
    }

    /** The record, its root and everything that changed the root, oldest first. */
    List<UsageRecord> chain(long root) {
        List<UsageRecord> chain = new ArrayList<>();
        chain.add(history.at(root));
        for (long position : amendments.getOrDefault(root, NONE)) {
            chain.add(history.at(position));
        }
        return chain;
    }

    UsageRecord at(long position) {
        return history.at(position);
    }

    void digestInto(StateDigest digest) {
        digest.number(amendments.size()).number(roots.size());
        amendments.forEach((root, later) -> digest.number(root).text(Arrays.toString(later)));
        roots.forEach((position, root) -> digest.number(position).number(root));
    }

    void saveInto(StateWriter out) {
        out.section("amendments").number(amendments.size());
        amendments.forEach((root, later) -> out.number(root).longs(later));
        out.number(roots.size());
        roots.forEach((position, root) -> out.number(position).number(root));
    }

    void load(StateReader in) {
        in.section("amendments");
        for (int left = in.count(); left > 0; left--) {
            amendments.put(in.number(), in.longs());
        }
        for (int left = in.count(); left > 0; left--) {
            roots.put(in.number(), in.number());
        }
    }
}
