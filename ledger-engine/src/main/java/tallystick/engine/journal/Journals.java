package tallystick.engine.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Opens journals. */
public final class Journals {

    private Journals() {}

    /**
     * Opens or creates a journal: locks the directory, checks every frame, cuts a torn tail that
     * was never acknowledged, and makes what is left durable before it can be read.
     *
     * @throws JournalLockedException the directory is in use
     * @throws JournalCorruptException an acknowledged frame is damaged or missing
     * @throws JournalTruncatedException the journal is shorter than its recorded size
     * @throws IOException the files cannot be read, created or forced
     */
    public static Journal open(JournalOptions options) throws IOException {
        return open(options, new LinuxFiles());
    }

    /**
     * As {@link #open(JournalOptions)}, but believes a map: of the frames before its anchor it
     * checks only that their files are there. A map that does not fit is left aside.
     *
     * @param map null for none
     */
    public static Journal open(JournalOptions options, @Nullable JournalMap map)
            throws IOException {
        return open(options, new LinuxFiles(), map);
    }

    /**
     * The same over other file operations: a place to put faults in.
     *
     * @throws IOException as {@link #open(JournalOptions)}, and whatever the operations throw
     */
    public static Journal open(JournalOptions options, FileOperations operations)
            throws IOException {
        return open(options, operations, null);
    }

    /**
     * Both: over other file operations, believing a map.
     *
     * @param map null for none
     * @throws IOException as {@link #open(JournalOptions)}, and whatever the operations throw
     */
    public static Journal open(
            JournalOptions options, FileOperations operations, @Nullable JournalMap map)
            throws IOException {
        DirectoryLock lock = DirectoryLock.take(options.directory());
        boolean opened = false;
        try {
            OpenedDirectory directory = check(options, operations, lock, map);
            Journal journal =
                    switch (options.kind()) {
                        case SEGMENT -> SegmentJournal.open(directory);
                        case CHRONICLE -> ChronicleJournal.open(directory);
                    };
            opened = true;
            return journal;
        } finally {
            if (!opened) {
                lock.close();
            }
        }
    }

    /**
     * Reads a journal and changes nothing, not even a torn tail, which it leaves out: for checks of
     * a stopped journal or of a copy. Beside a writer it shows what was there when it was called,
     * of which the last frames may not be forced yet.
     *
     * @param position 0 to the position behind the last one
     * @throws JournalCorruptException an acknowledged frame is damaged or missing
     * @throws JournalTruncatedException the journal is shorter than its recorded size
     */
    public static FrameReader readOnly(JournalOptions options, long position) throws IOException {
        return view(options, null).reader(position);
    }

    private static JournalView view(JournalOptions options, @Nullable JournalMap map)
            throws IOException {
        long recorded = new RecordedSize(options.recordedSizeFile(), new LinuxFiles()).read();
        FileLayout layout = layout(options);
        List<Path> files = list(options);
        JournalScan.Found found =
                JournalScan.run(options.directory(), layout, files, recorded, map);
        return new ReadOnlyJournal(shared(options, layout, files, found));
    }

    /**
     * Looks at a journal that nobody writes, and changes nothing: how far it is good, and what is
     * wrong behind that.
     *
     * @throws IOException the files cannot be read
     */
    public static JournalInspection inspect(JournalOptions options) throws IOException {
        return inspect(options, null);
    }

    /**
     * The same, looking only at what is behind the map's anchor.
     *
     * @param map null for none
     */
    public static JournalInspection inspect(JournalOptions options, @Nullable JournalMap map)
            throws IOException {
        FileLayout layout = layout(options);
        List<Path> files = list(options);
        try {
            return new JournalInspection(view(options, map), null);
        } catch (JournalCorruptException damage) {
            return new JournalInspection(upTo(options, layout, files, damage), damage);
        } catch (JournalTruncatedException damage) {
            JournalScan.Found found =
                    JournalScan.run(options.directory(), layout, files, Journal.NO_POSITION, map);
            JournalFiles shared = shared(options, layout, files, found);
            return new JournalInspection(new ReadOnlyJournal(shared), damage);
        }
    }

    /** The frames before a damage; none when not even the journal's size is readable. */
    private static JournalView upTo(
            JournalOptions options,
            FileLayout layout,
            List<Path> files,
            JournalCorruptException damage) {
        int ordinal = files.indexOf(Path.of(damage.file()));
        long place = PositionIndex.place(Math.max(ordinal, 0), damage.fileOffset());
        long last = ordinal < 0 ? Journal.NO_POSITION : damage.position() - 1;
        ForcedMark mark = new ForcedMark(last, place);
        return new ReadOnlyJournal(
                new JournalFiles(options.directory(), layout, files, new PositionIndex(), mark));
    }

    /**
     * What lies under the journal in a directory, null when there is none yet.
     *
     * @throws IOException the directory cannot be read
     */
    public static @Nullable JournalKind kindIn(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return null;
        }
        if (!QueueNames.list(directory).isEmpty()) {
            return JournalKind.CHRONICLE;
        }
        return SegmentNames.list(directory).isEmpty() ? null : JournalKind.SEGMENT;
    }

    private static OpenedDirectory check(
            JournalOptions options,
            FileOperations operations,
            DirectoryLock lock,
            @Nullable JournalMap map)
            throws IOException {
        Path directory = options.directory();
        RecordedSize recordedSize = new RecordedSize(options.recordedSizeFile(), operations);
        long recorded = recordedSize.read();
        FileLayout layout = layout(options);
        List<Path> files = list(options);
        JournalScan.Found found = JournalScan.run(directory, layout, files, recorded, map);
        List<Path> used = repair(operations, files, found, recorded);
        operations.forceDirectory(directory);
        JournalFiles shared = shared(options, layout, used, found);
        return new OpenedDirectory(options, operations, shared, lock, recordedSize);
    }

    private static JournalFiles shared(
            JournalOptions options, FileLayout layout, List<Path> files, JournalScan.Found found) {
        ForcedMark mark = new ForcedMark(found.lastPosition(), found.endPlace());
        return new JournalFiles(options.directory(), layout, files, found.index(), mark);
    }

    private static FileLayout layout(JournalOptions options) {
        return switch (options.kind()) {
            case SEGMENT -> FileLayout.PLAIN;
            case CHRONICLE -> FileLayout.DOCUMENTS;
        };
    }

    private static List<Path> list(JournalOptions options) throws IOException {
        List<Path> segments = SegmentNames.list(options.directory());
        List<Path> cycles = QueueNames.list(options.directory());
        boolean plain = options.kind() == JournalKind.SEGMENT;
        if (!(plain ? cycles : segments).isEmpty()) {
            throw new IOException(options.directory() + " holds a journal of another kind");
        }
        return plain ? segments : cycles;
    }

    /** Answers the files that hold frames; the others go, the last first, before the tail does. */
    private static List<Path> repair(
            FileOperations operations, List<Path> files, JournalScan.Found found, long recorded)
            throws IOException {
        boolean empty = found.lastPosition() == Journal.NO_POSITION;
        int used = empty ? 0 : PositionIndex.fileOf(found.endPlace()) + 1;
        for (Path unused : files.subList(used, files.size()).reversed()) {
            Files.delete(unused);
        }
        TailRepair repair = new TailRepair(operations, files);
        for (JournalScan.Stop cut : found.cuts()) {
            if (cut.file() < used) {
                repair.cut(cut);
            }
        }
        if (found.lastPosition() > recorded) {
            repair.rewrite(found.groupPlace(), found.endPlace());
        }
        return files.subList(0, used);
    }
}
