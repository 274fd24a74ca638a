package tallystick.engine.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

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

    static Journal open(JournalOptions options, FileOperations operations) throws IOException {
        DirectoryLock lock = DirectoryLock.take(options.directory());
        boolean opened = false;
        try {
            OpenedDirectory directory = check(options, operations, lock);
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

    private static OpenedDirectory check(
            JournalOptions options, FileOperations operations, DirectoryLock lock)
            throws IOException {
        Path directory = options.directory();
        RecordedSize recordedSize = new RecordedSize(options.recordedSizeFile(), operations);
        long recorded = recordedSize.read();
        boolean segments = options.kind() == JournalKind.SEGMENT;
        FileLayout layout = segments ? FileLayout.PLAIN : FileLayout.DOCUMENTS;
        List<Path> files = segments ? SegmentNames.list(directory) : QueueNames.list(directory);
        List<Path> others = segments ? QueueNames.list(directory) : SegmentNames.list(directory);
        if (!others.isEmpty()) {
            throw new IOException(directory + " holds a journal of another kind");
        }
        JournalScan.Found found = JournalScan.run(directory, layout, files, recorded);
        List<Path> used = repair(operations, files, found, recorded);
        operations.forceDirectory(directory);
        ForcedMark mark = new ForcedMark(found.lastPosition(), found.endPlace());
        return new OpenedDirectory(
                options,
                operations,
                new JournalFiles(directory, layout, used, found.index(), mark),
                lock,
                recordedSize);
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
