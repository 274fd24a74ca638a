package tallystick.domain.ledger;

import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tallystick.domain.usage.SuspenseReason;

/** Usage that waits to be rated: why, and who proposed to release it. Facts are in the journal. */
final class SuspenseBook {

    private final SortedMap<Long, SuspendedUsage> waiting = new TreeMap<>();

    void add(long position, SuspenseReason reason) {
        waiting.put(position, new SuspendedUsage(position, reason, null));
    }

    void propose(long position, String actor) {
        waiting.computeIfPresent(position, (_, s) -> s.proposedBy(actor));
    }

    void remove(long position) {
        waiting.remove(position);
    }

    /** What waits at a position, null when nothing does. */
    @Nullable SuspendedUsage find(long position) {
        return waiting.get(position);
    }

    /** What waits after a position, oldest first. */
    List<SuspendedUsage> after(long position, int limit) {
        Collection<SuspendedUsage> later = waiting.tailMap(position + 1).values();
        return later.stream().limit(limit).toList();
    }

    int size() {
        return waiting.size();
    }

    void digestInto(StateDigest digest) {
        digest.number(waiting.size());
        waiting.values().forEach(suspended -> digest.text(suspended.toString()));
    }

    void saveInto(StateWriter out) {
        out.section("suspense").number(waiting.size());
        waiting.values()
                .forEach(s -> out.number(s.position()).symbol(s.reason()).text(s.proposer()));
    }

    void load(StateReader in) {
        in.section("suspense");
        for (int left = in.count(); left > 0; left--) {
            SuspendedUsage suspended =
                    new SuspendedUsage(
                            in.number(), in.symbol(SuspenseReason.class), in.optionalText());
            waiting.put(suspended.position(), suspended);
        }
    }
}
