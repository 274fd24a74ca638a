package tallystick.engine.journal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Sparse map from positions to places. One writer, many readers, no lock, never more than {@value
 * #CAPACITY} entries: when full, every second one goes and the distance between new ones doubles.
 */
final class PositionIndex {

    static final int CAPACITY = JournalMap.MOST_PLACES;

    private static final long INITIAL_SPACING_BYTES = 1 << 20;
    private static final int OFFSET_BITS = 44;
    private static final long OFFSET_MASK = (1L << OFFSET_BITS) - 1;

    private volatile Table table = new Table(INITIAL_SPACING_BYTES);
    private long bytesSinceEntry = INITIAL_SPACING_BYTES;

    /** Ordinal of a file and offset in it in one long, so that both are published at once. */
    static long place(int file, long offset) {
        if (offset < 0 || offset > OFFSET_MASK || file < 0 || file >= 1 << 19) {
            throw new IllegalArgumentException("file " + file + ", offset " + offset);
        }
        return (long) file << OFFSET_BITS | offset;
    }

    static int fileOf(long place) {
        return (int) (place >>> OFFSET_BITS);
    }

    static long offsetOf(long place) {
        return place & OFFSET_MASK;
    }

    /** Tells of a frame, in order of position; keeps it if the last kept one is far enough. */
    void add(long firstPosition, long place, int frameBytes) {
        Table current = table;
        if (bytesSinceEntry >= current.spacingBytes) {
            if (current.size == CAPACITY) {
                current = current.thinned();
                table = current;
            }
            current.add(firstPosition, place);
            bytesSinceEntry = 0;
        }
        bytesSinceEntry += frameBytes;
    }

    /** Finds the last kept frame that begins at or before a position. */
    Entry floor(long position) {
        Table current = table;
        int found = Arrays.binarySearch(current.positions, 0, current.size, position);
        int index = found >= 0 ? found : -found - 2;
        return index < 0
                ? new Entry(0, 0)
                : new Entry(current.positions[index], current.places[index]);
    }

    int size() {
        return table.size;
    }

    /** The kept frames before an anchor; any thread. */
    JournalMap map(List<String> files, JournalMap.Anchor anchor) {
        Table current = table;
        List<JournalMap.Place> places = new ArrayList<>();
        for (int i = 0; i < current.size; i++) {
            if (current.positions[i] < anchor.place().firstPosition()) {
                long place = current.places[i];
                places.add(
                        new JournalMap.Place(current.positions[i], fileOf(place), offsetOf(place)));
            }
        }
        return new JournalMap(files, current.spacingBytes, places, anchor);
    }

    /** The index that a map tells of; what is added next is kept. */
    static PositionIndex of(JournalMap map) {
        PositionIndex index = new PositionIndex();
        Table known = new Table(map.spacingBytes());
        for (JournalMap.Place place : map.places()) {
            known.add(place.firstPosition(), place(place.file(), place.offset()));
        }
        index.table = known;
        index.bytesSinceEntry = known.spacingBytes;
        return index;
    }

    record Entry(long firstPosition, long place) {}

    private static final class Table {
        final long spacingBytes;
        final long[] positions = new long[CAPACITY];
        final long[] places = new long[CAPACITY];
        volatile int size;

        Table(long spacingBytes) {
            this.spacingBytes = spacingBytes;
        }

        void add(long position, long place) {
            int at = size;
            positions[at] = position;
            places[at] = place;
            size = at + 1;
        }

        Table thinned() {
            Table thin = new Table(2 * spacingBytes);
            for (int i = 0; i < CAPACITY; i += 2) {
                thin.positions[i / 2] = positions[i];
                thin.places[i / 2] = places[i];
            }
            thin.size = CAPACITY / 2;
            return thin;
        }
    }
}
