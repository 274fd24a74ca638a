package tallystick.loadgen.campaign;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tallystick.domain.LedgerEvent;
import tallystick.domain.usage.UsageRecord;
import tallystick.engine.codec.LeafHeader;
import tallystick.engine.journal.JournalOptions;
import tallystick.engine.replay.JournalCheck;
import tallystick.engine.replay.LeafCursor;
import tallystick.engine.replay.ReplayObserver;

/**
 * What senders were told, kept outside of what is tested: a name and the position it was
 * acknowledged at. Safe for several threads.
 */
final class Promises {

    private final Map<String, Long> acknowledged = new HashMap<>();
    private final Map<String, Long> lastSent = new TreeMap<>();
    private final Map<String, Long> firstUnanswered = new TreeMap<>();
    private long answeredOtherwise;

    /** A sender is about to send a request, for the first time or again. */
    synchronized void sent(String sender, long number) {
        lastSent.merge(sender, number, Math::max);
        firstUnanswered.putIfAbsent(sender, number);
    }

    /** A request was acknowledged, with a position for each of its names. */
    synchronized void acknowledged(String sender, long number, long[] positions) {
        List<String> keys = Traffic.keys(sender, number);
        if (keys.size() != positions.length) {
            throw new IllegalArgumentException(sender + "-" + number + " has other names");
        }
        for (int i = 0; i < positions.length; i++) {
            acknowledged.put(keys.get(i), positions[i]);
        }
        firstUnanswered.put(sender, number + 1);
    }

    /** A request that was acknowledged before was acknowledged again: as before. */
    synchronized void repeated(String sender, long number, long[] positions) {
        List<String> keys = Traffic.keys(sender, number);
        for (int i = 0; i < positions.length; i++) {
            if (!Long.valueOf(positions[i]).equals(acknowledged.get(keys.get(i)))) {
                answeredOtherwise++;
            }
        }
    }

    /** Somebody claims that a name was acknowledged. */
    synchronized void claim(String name, long position) {
        acknowledged.put(name, position);
    }

    synchronized void forget(String name) {
        acknowledged.remove(name);
    }

    /** The first request of a sender that has no answer: where it goes on. */
    synchronized long next(String sender) {
        return firstUnanswered.getOrDefault(sender, 0L);
    }

    synchronized int size() {
        return acknowledged.size();
    }

    /** Any of the promises. */
    synchronized Map.Entry<String, Long> any() {
        return Map.entry(
                acknowledged.keySet().iterator().next(), acknowledged.values().iterator().next());
    }

    /**
     * Walks every frame of a journal that nobody writes and looks for every promise.
     *
     * @throws IOException the files cannot be read
     */
    synchronized Verdict check(JournalOptions journal) throws IOException {
        Found found = new Found();
        JournalCheck.Report report = JournalCheck.run(journal, found);
        long lost = 0;
        long moved = answeredOtherwise;
        for (Map.Entry<String, Long> promise : acknowledged.entrySet()) {
            Long position = found.positions.get(promise.getKey());
            if (position == null) {
                lost++;
            } else if (!position.equals(promise.getValue())) {
                moved++;
            }
        }
        long foreign = 0;
        for (String name : found.positions.keySet()) {
            foreign += wasSent(name) ? 0 : 1;
        }
        JournalCheck.Damage damage = report.firstBad();
        return new Verdict(
                acknowledged.size(),
                lost,
                moved,
                found.duplicated,
                foreign,
                found.positions.size() - foreign - (acknowledged.size() - lost),
                report.events() - 1,
                report.balanced(),
                found.clockBack,
                report.stateDigest(),
                damage == null ? null : damage.position() + ": " + damage.reason());
    }

    private boolean wasSent(String name) {
        if (acknowledged.containsKey(name)) {
            return true;
        }
        String[] words = name.split("-", -1);
        Long last = lastSent.get(words[0]);
        return last != null && words.length > 1 && Long.parseLong(words[1]) <= last;
    }

    /** The names that stand in a journal. */
    private static final class Found implements ReplayObserver {
        private final Map<String, Long> positions = new HashMap<>();
        private long duplicated;
        private boolean clockBack;
        private long lastRecorded = Long.MIN_VALUE;

        @Override
        public void usage(LeafCursor leaf, UsageRecord usage) {
            recorded(leaf);
            // What the ledger itself records of a hold is counted with the hold.
            if (!usage.source.startsWith(UsageRecord.RESERVED_SOURCES)) {
                found(usage.id, leaf.position());
            }
        }

        @Override
        public void event(LeafCursor leaf, LedgerEvent event) {
            recorded(leaf);
            if (event instanceof LedgerEvent.RequestAnswered answered
                    && !answered.key().startsWith("setup")) {
                found(answered.key(), leaf.position());
            }
        }

        private void found(String name, long position) {
            if (positions.put(name, position) != null) {
                duplicated++;
            }
        }

        private void recorded(LeafCursor leaf) {
            long recorded = LeafHeader.recordedEpochNanos(leaf.buffer(), leaf.offset());
            clockBack |= recorded < lastRecorded;
            lastRecorded = recorded;
        }
    }
}
