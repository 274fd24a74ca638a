package tallystick.engine.journal;

import java.nio.file.Path;
import java.util.function.LongSupplier;

/**
 * How to open a journal.
 *
 * @param directory holds the files of this journal and nothing else; created when missing
 * @param kind what lies under it; must not change once there are files
 * @param recordedSizeFile file outside {@code directory} with the last position known to be
 *     durable, so that a restored old copy or a lost file is noticed
 * @param maxPayloadBytes longest payload of one frame, 1 to 64 MiB
 * @param segmentBytes size of one {@link JournalKind#SEGMENT} file, at least 64 KiB, a multiple of
 *     4096, and large enough for one frame and the reserve
 * @param roll how often a {@link JournalKind#CHRONICLE} journal begins a new file
 * @param aheadBytes space that {@link JournalKind#CHRONICLE} reserves ahead of the write position
 *     at a time, at least 64 KiB
 * @param reserveBytes space kept back for {@link Journal#appendControl}, 0 or more
 * @param clockMillis wall clock, milliseconds since 1970; only chooses Chronicle's files, never the
 *     order of events, and may jump
 */
public record JournalOptions(
        Path directory,
        JournalKind kind,
        Path recordedSizeFile,
        int maxPayloadBytes,
        long segmentBytes,
        ChronicleRoll roll,
        long aheadBytes,
        long reserveBytes,
        LongSupplier clockMillis) {

    private static final int KIB = 1024;
    private static final int MIB = 1024 * KIB;
    private static final int PAGE_BYTES = 4096;

    public JournalOptions {
        directory = directory.toAbsolutePath().normalize();
        recordedSizeFile = recordedSizeFile.toAbsolutePath().normalize();
        require(!recordedSizeFile.startsWith(directory), "recordedSizeFile is inside directory");
        require(maxPayloadBytes >= 1 && maxPayloadBytes <= 64 * MIB, "maxPayloadBytes");
        require(segmentBytes >= 64 * KIB && segmentBytes % PAGE_BYTES == 0, "segmentBytes");
        require(aheadBytes >= 64 * KIB, "aheadBytes");
        require(reserveBytes >= 0, "reserveBytes");
        require(
                kind != JournalKind.SEGMENT
                        || segmentBytes >= maxPayloadBytes + reserveBytes + PAGE_BYTES,
                "segmentBytes is too small for maxPayloadBytes and reserveBytes");
    }

    /**
     * Defaults: recorded size in {@code <directory>.size}, payloads to 8 MiB, segments of 256 MiB,
     * hourly Chronicle files, 64 MiB ahead, 8 MiB in reserve, the system's clock.
     */
    public static JournalOptions of(Path directory, JournalKind kind) {
        Path absolute = directory.toAbsolutePath().normalize();
        return new JournalOptions(
                absolute,
                kind,
                absolute.resolveSibling(absolute.getFileName() + ".size"),
                8 * MIB,
                256L * MIB,
                ChronicleRoll.HOURLY,
                64L * MIB,
                8L * MIB,
                System::currentTimeMillis);
    }

    /** The same with something else under the journal. */
    public JournalOptions withKind(JournalKind newKind) {
        return new JournalOptions(
                directory,
                newKind,
                recordedSizeFile,
                maxPayloadBytes,
                segmentBytes,
                roll,
                aheadBytes,
                reserveBytes,
                clockMillis);
    }

    public JournalOptions withRecordedSizeFile(Path file) {
        return new JournalOptions(
                directory,
                kind,
                file,
                maxPayloadBytes,
                segmentBytes,
                roll,
                aheadBytes,
                reserveBytes,
                clockMillis);
    }

    /** Sizes that belong together, in bytes; see the record's parameters for their ranges. */
    public JournalOptions withSizes(int maxPayload, long segment, long ahead, long reserve) {
        return new JournalOptions(
                directory,
                kind,
                recordedSizeFile,
                maxPayload,
                segment,
                roll,
                ahead,
                reserve,
                clockMillis);
    }

    public JournalOptions withRoll(ChronicleRoll newRoll) {
        return new JournalOptions(
                directory,
                kind,
                recordedSizeFile,
                maxPayloadBytes,
                segmentBytes,
                newRoll,
                aheadBytes,
                reserveBytes,
                clockMillis);
    }

    public JournalOptions withClock(LongSupplier newClockMillis) {
        return new JournalOptions(
                directory,
                kind,
                recordedSizeFile,
                maxPayloadBytes,
                segmentBytes,
                roll,
                aheadBytes,
                reserveBytes,
                newClockMillis);
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalArgumentException("journal options: " + what);
        }
    }
}
