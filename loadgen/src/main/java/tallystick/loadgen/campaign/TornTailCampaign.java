package tallystick.loadgen.campaign;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import tallystick.engine.EngineOptions;
import tallystick.engine.Engines;
import tallystick.engine.LedgerEngine;
import tallystick.engine.journal.JournalException;
import tallystick.engine.journal.JournalKind;
import tallystick.engine.journal.JournalOptions;

/**
 * R5: the last frame is cut off, zeroed from a byte on, zeroed up to a byte, or filled with another
 * file's bytes from a byte on, at every byte of it. What was not acknowledged is cut and the node
 * goes on; what the recorded size knows to be acknowledged is never cut.
 */
final class TornTailCampaign implements Campaign {

    private static final int REQUESTS = 30;
    private static final int WAYS = 4;

    /** As of a node that was killed before it recorded more than its first event. */
    private static final String NO_RECORD = recorded(0);

    @Override
    public String name() {
        return "torn";
    }

    @Override
    public String promise() {
        return "R5: a torn tail is cut when it was not acknowledged, and never when it was";
    }

    /** Bounds the bytes of a frame that are tried, of either kind. */
    @Override
    public int usualRounds() {
        return 100_000;
    }

    @Override
    public CampaignResult run(CampaignRun run) throws IOException {
        for (JournalKind kind : JournalKind.values()) {
            Path data = run.freshMemory("torn");
            Promises promises = SmallJournal.write(data, kind, REQUESTS);
            JournalOptions options = SmallJournal.options(data, kind);
            List<FrameMap.Place> places = FrameMap.of(options.directory(), kind);
            FrameMap.Place last = places.getLast();
            int prefix = kind == JournalKind.CHRONICLE ? 4 : 0;
            int bytes = Math.min(prefix + last.bytes(), run.options().rounds());
            run.figure("bytesOfTheLastFrame " + kind, bytes);
            int step = Math.max(1, (prefix + last.bytes()) / bytes);
            for (int kept = 0; kept < prefix + last.bytes(); kept += step) {
                for (int way = 0; way < WAYS; way++) {
                    tear(run, data, kind, last, kept - prefix, way);
                }
            }
            control(run, data, kind, last, promises);
            FileTree.delete(data);
        }
        return run.result(this);
    }

    private static void tear(
            CampaignRun run, Path data, JournalKind kind, FrameMap.Place last, int kept, int way)
            throws IOException {
        String what = "%s, torn at byte %d, way %d".formatted(kind, kept, way);
        Path torn = torn(data, kind, last, kept, way);
        if (torn == null) {
            return;
        }
        // Not on record: an unacknowledged tail, however it is torn.
        Files.writeString(torn.resolve("journal.size"), NO_RECORD);
        run.require(
                lastAfterStart(torn, kind) == last.firstPosition() - 1,
                what + ": not cut to the frame before");
        FileTree.delete(torn);

        Path onRecord = torn(data, kind, last, kept, way);
        if (onRecord != null) {
            Files.copy(data.resolve("journal.size"), onRecord.resolve("journal.size"));
            try {
                long end = lastAfterStart(onRecord, kind);
                run.undetected(what + ": acknowledged, and it starts, at " + end);
            } catch (JournalException refused) {
                run.count("refusedOnRecord", 1);
            }
            FileTree.delete(onRecord);
        }
        run.round();
    }

    private static String recorded(long position) {
        String text = "tallystick-journal " + position;
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.ISO_8859_1));
        return "%s %08x\n".formatted(text, crc.getValue());
    }

    /** A copy with a torn last frame; null when the frame would be as it was. */
    private static @Nullable Path torn(
            Path data, JournalKind kind, FrameMap.Place last, int kept, int way)
            throws IOException {
        Path copy = data.resolveSibling(data.getFileName() + "-copy");
        FileTree.delete(copy);
        FileTree.copy(data.resolve("journal"), copy.resolve("journal"));
        Path file = copy.resolve(data.relativize(last.file()).toString());
        int prefix = kind == JournalKind.CHRONICLE ? 4 : 0;
        long begin = last.offset() - prefix;
        int length = prefix + last.bytes();
        int at = kept + prefix;
        byte[] before = FileTree.read(file, begin, length);
        byte[] after = before.clone();
        switch (way) {
            case 0 -> {
                FileTree.truncate(file, begin + at);
                return copy;
            }
            case 1 -> Arrays.fill(after, at, length, (byte) 0);
            case 2 -> Arrays.fill(after, prefix, Math.max(prefix, at), (byte) 0);
            default -> {
                SplittableRandom random = new SplittableRandom(at);
                // Another file's old bytes: a torn write leaves its own, or what was there: zeros.
                for (int i = at; i < length; i += 8) {
                    if (random.nextBoolean()) {
                        Arrays.fill(after, i, Math.min(length, i + 8), (byte) 0);
                    }
                }
            }
        }
        FileTree.write(file, begin, after);
        if (Arrays.equals(before, after)) {
            FileTree.delete(copy);
            return null;
        }
        return copy;
    }

    /** Starts, and starts once more: the second one finds what the first has made of it. */
    private static long lastAfterStart(Path data, JournalKind kind) throws IOException {
        long first = -1;
        for (int start = 0; start < 2; start++) {
            EngineOptions options = EngineOptions.of(SmallJournal.options(data, kind));
            try (LedgerEngine engine = Engines.open(options)) {
                if (start == 0) {
                    first = engine.lastDurablePosition();
                } else if (engine.lastDurablePosition() != first) {
                    return -2;
                }
            }
        }
        return first;
    }

    /** A torn tail that was acknowledged and is on no record is cut: the promises must miss it. */
    private static void control(
            CampaignRun run, Path data, JournalKind kind, FrameMap.Place last, Promises promises)
            throws IOException {
        run.acknowledged(promises.size());
        run.require(
                promises.check(SmallJournal.options(data, kind)).isGood(),
                kind + ": not as promised before it is torn");
        Path torn = torn(data, kind, last, last.bytes() / 2, 1);
        if (torn != null) {
            Files.writeString(torn.resolve("journal.size"), NO_RECORD);
            lastAfterStart(torn, kind);
            Verdict verdict = promises.check(SmallJournal.options(torn, kind));
            Map<String, Long> lost = Map.of("lost", verdict.lost());
            run.control(
                    kind
                            + ": a torn tail that was acknowledged, with the record of it gone "
                            + lost,
                    verdict.lost() > 0);
            FileTree.delete(torn);
        }
    }
}
