package tallystick.engine.journal;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.bytes.SyncMode;
import net.openhft.chronicle.core.io.BackgroundResourceReleaser;
import net.openhft.chronicle.core.time.TimeProvider;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.RollCycle;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.RollingResourcesCache;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.queue.rollcycles.LegacyRollCycles;
import net.openhft.chronicle.wire.DocumentContext;
import net.openhft.chronicle.wire.Wire;
import org.jspecify.annotations.Nullable;

/**
 * Frames as documents of a Chronicle queue, with what it leaves out: space is reserved before its
 * mapped memory is touched, files are forced through a channel of ours, its clock never goes back,
 * and it never sees a file again that another process run has written.
 *
 * <p>The last point is why every opening begins a queue of its own: what a crash leaves in
 * Chronicle's index, write position and locks is then of no consequence. Readers do not use its
 * tailers, as those take damage for absence.
 */
final class ChronicleJournal extends FramedJournal {

    private static final String TABLE = "metadata.cq4t";
    private static final long TABLE_BYTES = 256 * 1024;
    private static final int PAGE_BYTES = 4096;

    private final RollCycle rollCycle;
    private final long indexBytes;
    private final CycleClock clock;
    private final RollingResourcesCache names;
    private final Path queueDirectory;
    private @Nullable ChronicleQueue queue;
    private @Nullable ExcerptAppender appender;
    private @Nullable BytesStore<?, ByteBuffer> source;
    private @Nullable FileChannel channel;
    private @Nullable Path file;
    private int fileOrdinal;
    private long reservedTo;
    private long endOffset;

    private ChronicleJournal(OpenedDirectory opened, int queueNumber) {
        super(opened);
        rollCycle =
                switch (options().roll()) {
                    case MINUTELY -> LegacyRollCycles.MINUTELY;
                    case HOURLY -> RollCycles.FAST_HOURLY;
                    case DAILY -> RollCycles.FAST_DAILY;
                };
        clock = new CycleClock(rollCycle);
        // An append can bring two index documents with it.
        indexBytes = 2L * (rollCycle.defaultIndexCount() * (long) Long.BYTES + PAGE_BYTES);
        queueDirectory = options().directory().resolve(QueueNames.of(queueNumber));
        File parent = queueDirectory.toFile();
        names =
                new RollingResourcesCache(
                        rollCycle,
                        rollCycle.defaultEpoch(),
                        name -> new File(parent, name + QueueNames.SUFFIX),
                        File::getName);
    }

    static ChronicleJournal open(OpenedDirectory opened) throws IOException {
        List<Path> queues = QueueNames.queues(opened.options().directory());
        int number = queues.isEmpty() ? 1 : QueueNames.numberOf(queues.getLast()) + 1;
        return new ChronicleJournal(opened, number);
    }

    @Override
    long write(ByteBuffer bytes, boolean control) throws IOException, JournalFullException {
        int length = bytes.remaining();
        long frameSpace = length + FileLayout.DOCUMENT_HEADER_BYTES + indexBytes;
        long space = control ? frameSpace : frameSpace + options().reserveBytes();
        int due = cycleNow();
        if (file == null) {
            begin(due, space);
        } else if (due > clock.cycle()) {
            rollTo(due, space);
        }
        if (!reserve(space)) {
            throw new JournalFullException("no space ahead of byte " + endOffset + " of " + file);
        }
        long offset = copy(bytes, length);
        endOffset = offset + length;
        if (endOffset > reservedTo) {
            throw new IOException("a frame was written to space that was not reserved");
        }
        return PositionIndex.place(fileOrdinal, offset - FileLayout.DOCUMENT_HEADER_BYTES);
    }

    private int cycleNow() {
        long now = options().clockMillis().getAsLong();
        return rollCycle.current(() -> now, rollCycle.defaultEpoch());
    }

    /** Opens the queue, which needs space itself: its table, and the first file. */
    private void begin(int cycle, long space) throws IOException, JournalFullException {
        // Looked at first, as a directory that cannot be made is an error, not a refusal.
        File parent = options().directory().toFile();
        if (parent.getUsableSpace() < TABLE_BYTES + space) {
            throw new JournalFullException("no space for a queue");
        }
        Files.createDirectories(queueDirectory);
        if (!operations().reserve(queueDirectory.resolve(TABLE), 0, TABLE_BYTES)) {
            throw new JournalFullException("no space for the table of a queue");
        }
        clock.advanceTo(cycle);
        if (queue == null) {
            // While no file is there: its appender would wait for a header in an empty one.
            queue = buildQueue();
            appender = queue.createAppender();
            // One writer at a time is our own contract; which thread it is may change.
            appender.singleThreadedCheckDisabled(true);
        }
        Path first = fileOf(cycle);
        if (!reserveNew(first, space)) {
            throw new JournalFullException("no space for " + first);
        }
        operations().forceDirectory(options().directory());
        use(first);
    }

    private ChronicleQueue buildQueue() {
        long frameBytes = Frame.bytesFor(options().maxPayloadBytes()) + indexBytes;
        // A document must fit into the overlap of two blocks, which is a quarter of a block.
        long blockBytes =
                Long.highestOneBit(Math.max(frameBytes * 4, options().aheadBytes()) * 2 - 1);
        return SingleChronicleQueueBuilder.binary(queueDirectory)
                .rollCycle(rollCycle)
                .timeProvider(clock)
                .blockSize(blockBytes)
                .syncMode(SyncMode.NONE)
                .build();
    }

    private Path fileOf(int cycle) {
        return names.resourceFor(cycle).path.toPath();
    }

    /**
     * Goes to the file of a later cycle, or stays in this one as long as there is no space for
     * another: the clock of the queue stands still meanwhile.
     */
    private void rollTo(int cycle, long space) throws IOException {
        Path next = fileOf(cycle);
        long oldReservedTo = reservedTo;
        if (!reserveNew(next, space)) {
            reservedTo = oldReservedTo;
            return;
        }
        // Frames of the old file that are not forced yet are covered by the next force.
        forceCurrent();
        trim();
        clock.advanceTo(cycle);
        use(next);
    }

    /** Creates a file with space, before Chronicle finds it and maps it. */
    private boolean reserveNew(Path next, long space) throws IOException {
        long wanted = Math.max(space, options().aheadBytes());
        if (operations().reserve(next, 0, wanted)) {
            reservedTo = wanted;
        } else if (operations().reserve(next, 0, space)) {
            reservedTo = space;
        } else {
            Files.deleteIfExists(next);
            return false;
        }
        return true;
    }

    private void use(Path next) throws IOException {
        operations().forceDirectory(queueDirectory);
        if (channel != null) {
            channel.close();
        }
        channel = FileChannel.open(next, StandardOpenOption.WRITE);
        file = next;
        fileOrdinal = files().add(next);
        endOffset = 0;
    }

    /** Whether {@code space} bytes behind the last frame have real blocks. */
    private boolean reserve(long space) throws IOException {
        long needed = endOffset + space;
        if (needed <= reservedTo || file == null) {
            return file != null;
        }
        long wanted = needed + options().aheadBytes();
        if (operations().reserve(file, reservedTo, wanted - reservedTo)) {
            reservedTo = wanted;
        } else if (operations().reserve(file, reservedTo, needed - reservedTo)) {
            reservedTo = needed;
        } else {
            return false;
        }
        return true;
    }

    private long copy(ByteBuffer bytes, int length) throws IOException {
        if (appender == null) {
            throw new IOException("no queue is open");
        }
        if (source == null || source.capacity() != bytes.capacity()) {
            source = BytesStore.wrap(bytes);
        }
        try (DocumentContext document = appender.writingDocument()) {
            Wire wire = document.wire();
            if (wire == null) {
                throw new IOException("no document was opened");
            }
            Bytes<?> target = wire.bytes();
            long offset = target.writePosition();
            target.write(source, 0L, (long) length);
            return offset;
        }
    }

    @Override
    void forceCurrent() throws IOException {
        if (channel == null) {
            throw new IOException("no file is open");
        }
        operations().force(channel);
    }

    /** Gives back what was reserved behind the last frame. */
    private void trim() throws IOException {
        if (file != null && endOffset > 0) {
            long used = endOffset + FileLayout.DOCUMENT_HEADER_BYTES + indexBytes;
            operations().trim(file, (used + PAGE_BYTES - 1) & -PAGE_BYTES);
        }
    }

    @Override
    void closeFiles() throws IOException {
        if (queue != null) {
            queue.close();
            // Otherwise its mappings live on for a while, and keep a file system from unmounting.
            BackgroundResourceReleaser.releasePendingResources();
        }
        if (channel != null) {
            trim();
            channel.close();
        }
    }

    /** The only clock Chronicle sees: it moves when space for the next file is there. */
    private static final class CycleClock implements TimeProvider {
        private final RollCycle rollCycle;
        private volatile int cycle = -1;

        CycleClock(RollCycle rollCycle) {
            this.rollCycle = rollCycle;
        }

        int cycle() {
            return cycle;
        }

        void advanceTo(int newCycle) {
            cycle = Math.max(cycle, newCycle);
        }

        @Override
        public long currentTimeMillis() {
            return rollCycle.defaultEpoch() + (long) cycle * rollCycle.lengthInMillis();
        }
    }
}
