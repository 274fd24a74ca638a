package tallystick.engine.pipeline;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import tallystick.domain.usage.UsageRecord;
import tallystick.engine.codec.EventDecoder;
import tallystick.engine.journal.JournalView;
import tallystick.engine.replay.LeafCursor;

/**
 * Where records of a source stand in stretches of the journal, read from it a stretch at a time,
 * each frame checked against its checksum. The stretches read last are kept: what is sent again
 * long after comes in runs, as it was sent first. One thread.
 */
final class OldIdentities {

    /** Most stretches kept: of a thousand records each, some six megabytes. */
    static final int MOST_KEPT = 64;

    private record Stretch(String source, long first, long last) {}

    private final JournalView journal;
    private final EventDecoder decoder;
    private final UsageRecord usage = new UsageRecord();
    private long reads;

    private final Map<Stretch, Map<String, Long>> kept =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Stretch, Map<String, Long>> eldest) {
                    return size() > MOST_KEPT;
                }
            };

    /**
     * @param decoder of the ledger that asks, used by this alone
     */
    OldIdentities(JournalView journal, EventDecoder decoder) {
        this.journal = journal;
        this.decoder = decoder;
    }

    /**
     * Position of the first record with that source and id from a forced position through another,
     * −1 when there is none.
     *
     * @throws RuntimeException the journal is damaged there or cannot be read
     */
    long find(String source, String id, long first, long last) {
        Map<String, Long> positions =
                kept.computeIfAbsent(new Stretch(source, first, last), this::read);
        return positions.getOrDefault(id, -1L);
    }

    /** How many stretches were read. */
    long reads() {
        return reads;
    }

    private Map<String, Long> read(Stretch stretch) {
        reads++;
        Map<String, Long> positions = new HashMap<>();
        try (LeafCursor leaves = new LeafCursor(journal, stretch.first())) {
            while (leaves.next() && leaves.position() <= stretch.last()) {
                if (EventDecoder.isUsage(leaves.buffer(), leaves.offset())) {
                    decoder.decodeUsage(leaves.buffer(), leaves.offset(), leaves.length(), usage);
                    if (usage.source.equals(stretch.source())) {
                        positions.putIfAbsent(usage.id, leaves.position());
                    }
                }
            }
        }
        return positions;
    }
}
