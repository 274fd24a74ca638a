package tallystick.engine.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the frames of a journal at start-up and decides what its end is worth.
 *
 * <p>What follows the last good frame is cut only if nothing says that it was acknowledged: no
 * later frame knows of its force, the recorded size does not reach it, and no other program version
 * wrote it. Anything else is refused.
 */
final class JournalScan {

    private final Path directory;
    private final FileLayout layout;
    private final List<Path> files;
    private final long recordedPosition;
    private final PositionIndex index;
    private final List<Stop> stops = new ArrayList<>();
    private final JournalMap.Place begin;
    private long expectedPosition;
    private long endPlace;
    private long groupPlace;
    private long groupForced = Long.MIN_VALUE;
    private @Nullable String damage;
    private @Nullable Stop damaged;

    private JournalScan(
            Path directory,
            FileLayout layout,
            List<Path> files,
            long recordedPosition,
            @Nullable JournalMap map) {
        this.directory = directory;
        this.layout = layout;
        this.files = files;
        this.recordedPosition = recordedPosition;
        index = map == null ? new PositionIndex() : PositionIndex.of(map);
        begin = map == null ? new JournalMap.Place(0, 0, 0) : map.anchor().place();
        expectedPosition = begin.firstPosition();
        endPlace = PositionIndex.place(begin.file(), begin.offset());
    }

    /** Where reading a file came to its end. */
    record Stop(int file, long offset) {}

    /**
     * What was found.
     *
     * @param lastPosition of the last good frame
     * @param endPlace end of the last good frame
     * @param groupPlace first frame that no later frame knows to be forced
     * @param cuts from where on a file must be zeros; empty when the end is clean
     */
    record Found(
            PositionIndex index,
            long lastPosition,
            long endPlace,
            long groupPlace,
            List<Stop> cuts) {}

    /**
     * @param files of the journal, in order
     * @param recordedPosition last position that is known to be acknowledged
     * @param map what is known of the journal; the frames before its anchor are then not read.
     *     Null, or one that does not fit: every frame is
     */
    static Found run(
            Path directory,
            FileLayout layout,
            List<Path> files,
            long recordedPosition,
            @Nullable JournalMap map)
            throws IOException {
        boolean known = map != null && isThere(map, layout, files);
        return new JournalScan(directory, layout, files, recordedPosition, known ? map : null)
                .run();
    }

    /** Whether the files have the names that the map says, and the anchor is where it says. */
    private static boolean isThere(JournalMap map, FileLayout layout, List<Path> files)
            throws IOException {
        int last = map.anchor().place().file();
        if (map.files().size() > files.size() || last >= map.files().size()) {
            return false;
        }
        for (int i = 0; i < map.files().size(); i++) {
            if (!map.files().get(i).equals(String.valueOf(files.get(i).getFileName()))) {
                return false;
            }
        }
        try (FrameCursor cursor = new FrameCursor(layout)) {
            JournalMap.Place place = map.anchor().place();
            cursor.open(files.get(last), place.offset());
            return cursor.step(cursor.fileBytes(), place.firstPosition()) == FrameCursor.Step.FRAME
                    && cursor.startOffset() == place.offset()
                    && cursor.storedChecksum() == map.anchor().checksum();
        }
    }

    private Found run() throws IOException {
        try (FrameCursor cursor = new FrameCursor(layout)) {
            for (int file = begin.file(); file < files.size() && damage == null; file++) {
                read(cursor, file);
            }
            boolean clean = damage == null && expectedPosition - 1 == recordedPosition;
            boolean rest = !clean && restIsUsed(cursor);
            if (expectedPosition - 1 < recordedPosition) {
                throw tooShort(rest);
            }
            return new Found(
                    index,
                    expectedPosition - 1,
                    endPlace,
                    groupPlace,
                    rest ? List.copyOf(stops) : List.of());
        }
    }

    private void read(FrameCursor cursor, int file) throws IOException {
        cursor.open(files.get(file), file == begin.file() ? begin.offset() : 0);
        long limit = cursor.fileBytes();
        while (true) {
            switch (cursor.step(limit, expectedPosition)) {
                case FRAME -> accept(cursor, file);
                case END -> {
                    stops.add(new Stop(file, cursor.offset()));
                    return;
                }
                case DAMAGE -> {
                    stops.add(new Stop(file, cursor.offset()));
                    damaged = stops.getLast();
                    damage = cursor.damage();
                    if (cursor.deliberate()) {
                        throw corrupt();
                    }
                    return;
                }
            }
        }
    }

    private void accept(FrameCursor cursor, int file) {
        long place = PositionIndex.place(file, cursor.startOffset());
        index.add(cursor.firstPosition(), place, cursor.frameBytes());
        if (cursor.forcedPosition() != groupForced) {
            groupForced = cursor.forcedPosition();
            groupPlace = place;
        }
        expectedPosition += cursor.count();
        endPlace = PositionIndex.place(file, cursor.offset());
        stops.clear();
    }

    /**
     * Looks at everything behind the last good frame.
     *
     * @return whether anything but zeros is there
     * @throws JournalCorruptException a frame there proves that the missing ones were acknowledged
     */
    private boolean restIsUsed(FrameCursor cursor) throws IOException {
        boolean used = damage != null;
        int first = stops.isEmpty() ? files.size() : stops.getFirst().file();
        for (int file = first; file < files.size(); file++) {
            if (file - first >= stops.size()) {
                stops.add(new Stop(file, 0));
            }
            cursor.open(files.get(file), 0);
            TailSearch search = new TailSearch(cursor, layout, expectedPosition);
            boolean hasFrames = expectedPosition > 0 && file == PositionIndex.fileOf(endPlace);
            long from = hasFrames ? PositionIndex.offsetOf(endPlace) : 0;
            used |= search.run(from, stops.get(file - first).offset());
            if (search.acknowledgedFrameSeen()) {
                throw corrupt();
            }
        }
        return used;
    }

    private JournalException tooShort(boolean restIsUsed) {
        return restIsUsed
                ? corrupt()
                : new JournalTruncatedException(directory, expectedPosition - 1, recordedPosition);
    }

    private JournalCorruptException corrupt() {
        Stop stop = damaged == null ? stops.getFirst() : damaged;
        return new JournalCorruptException(
                files.get(stop.file()),
                stop.offset(),
                expectedPosition,
                damage == null ? "nothing is there, though later frames are" : damage);
    }
}
