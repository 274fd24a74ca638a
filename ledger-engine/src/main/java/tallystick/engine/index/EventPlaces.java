package tallystick.engine.index;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import tallystick.domain.LedgerEvent.UsageRecorded;
import tallystick.domain.usage.UsageIdentity;
import tallystick.domain.usage.UsageRecord;
import tallystick.engine.JournalEntry;
import tallystick.engine.index.ReaderIndex.View;

/** Where single events stand. */
public final class EventPlaces {

    private final ReaderIndex index;

    EventPlaces(ReaderIndex index) {
        this.index = index;
    }

    /**
     * Position of the usage record with this identity, verified against the record itself; empty
     * when there is none up to the index's last position.
     *
     * @throws IndexBehindException when a file of the index is damaged: it is made again
     */
    public OptionalLong find(String source, String id) throws IndexBehindException {
        UsageRecord wanted = new UsageRecord();
        wanted.source = source;
        wanted.id = id;
        new UsageIdentity().identify(wanted);
        List<Long> candidates = new ArrayList<>();
        View view =
                index.look(
                        now -> {
                            candidates.addAll(now.recent().candidates(wanted.keyHi));
                            return now;
                        });
        try (EventReader reader = index.reader()) {
            OptionalLong found = verified(reader, candidates, wanted);
            for (int run = view.runs().size() - 1; run >= 0 && found.isEmpty(); run--) {
                try (RunFile file = index.open(view.runs().get(run))) {
                    found = verified(reader, file.candidates(wanted.keyHi), wanted);
                }
            }
            return found;
        } catch (IndexDamagedException damage) {
            throw index.damaged(damage, view.generation());
        }
    }

    private static OptionalLong verified(
            EventReader reader, List<Long> candidates, UsageRecord wanted) {
        for (long candidate : candidates) {
            if (reader.at(candidate) instanceof JournalEntry.Ledger entry
                    && entry.event() instanceof UsageRecorded run
                    && run.records().getFirst().source.equals(wanted.source)
                    && run.records().getFirst().id.equals(wanted.id)) {
                return OptionalLong.of(candidate);
            }
        }
        return OptionalLong.empty();
    }

    /**
     * Position of the first event recorded at or after a time; the position after the last in the
     * index when there is none.
     *
     * @param recordedEpochNanos nanoseconds since 1970
     * @throws IndexBehindException when a file of the index is damaged: it is made again
     */
    public long firstAt(long recordedEpochNanos) throws IndexBehindException {
        long[] start = new long[1];
        View view =
                index.look(
                        now -> {
                            start[0] = startInMemory(now, recordedEpochNanos);
                            return now;
                        });
        try (EventReader reader = index.reader()) {
            for (RunMeta run : view.runs()) {
                if (run.lastRecorded() >= recordedEpochNanos) {
                    try (RunFile file = index.open(run)) {
                        start[0] = file.before(recordedEpochNanos);
                    }
                    break;
                }
            }
            long position = start[0];
            while (position <= view.passed()
                    && reader.recordedEpochNanos(position) < recordedEpochNanos) {
                position++;
            }
            return position;
        } catch (IndexDamagedException damage) {
            throw index.damaged(damage, view.generation());
        }
    }

    private static long startInMemory(View now, long recordedEpochNanos) {
        RecentRun recent = now.recent();
        if (recent.events() == 0 || recent.lastRecorded() < recordedEpochNanos) {
            return now.passed() + 1;
        }
        long[] times = recent.times();
        int step = 0;
        while (step + 1 < times.length && times[step + 1] < recordedEpochNanos) {
            step++;
        }
        return recent.firstPosition() + (long) step * RecentRun.TIME_STEP;
    }
}
