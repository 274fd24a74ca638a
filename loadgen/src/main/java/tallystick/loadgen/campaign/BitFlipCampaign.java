package tallystick.loadgen.campaign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tallystick.engine.EngineOptions;
import tallystick.engine.Engines;
import tallystick.engine.LedgerEngine;
import tallystick.engine.journal.JournalException;
import tallystick.engine.journal.JournalKind;
import tallystick.engine.journal.JournalOptions;
import tallystick.engine.replay.JournalCheck;
import tallystick.engine.replay.ReplayObserver;

/**
 * R4: one bit of what was acknowledged is another one: in every field of a frame, in every byte of
 * a leaf, in the record of the journal's size. A check names the position, and a start is refused.
 */
final class BitFlipCampaign implements Campaign {

    private static final int REQUESTS = 160;
    private static final int CONTROL_FLIPS = 20;

    @Override
    public String name() {
        return "bitflip";
    }

    @Override
    public String promise() {
        return "R4: a flipped bit is found, its position named, and never served";
    }

    @Override
    public int usualRounds() {
        return 2_000;
    }

    @Override
    public CampaignResult run(CampaignRun run) throws IOException {
        Map<String, Long> fields = new TreeMap<>();
        for (JournalKind kind : JournalKind.values()) {
            Path data = run.freshMemory("bitflip");
            Promises promises = SmallJournal.write(data, kind, REQUESTS);
            JournalOptions options = SmallJournal.options(data, kind);
            Verdict good = promises.check(options);
            run.require(good.isGood(), "before any flip: " + good.inWords());
            List<FrameMap.Place> places = FrameMap.of(options.directory(), kind);
            FrameMap.Place last = places.getLast();
            run.require(
                    last.firstPosition() + last.count() - 1 == good.lastPosition(),
                    "the map of frames ends elsewhere than the journal");
            run.acknowledged(good.promised());
            int rounds = run.options().rounds() / JournalKind.values().length;
            for (int i = 0; i < rounds; i++) {
                flip(run, run.random(i), options, places, fields);
            }
            control(run, options, places, good);
            FileTree.delete(data);
        }
        run.figure("flipsByField", fields);
        return run.result(this);
    }

    private static void flip(
            CampaignRun run,
            SplittableRandom random,
            JournalOptions options,
            List<FrameMap.Place> places,
            Map<String, Long> fields)
            throws IOException {
        FrameMap.Place place = places.get(random.nextInt(places.size()));
        long at = where(random, place, options.kind());
        int bit = random.nextInt(8);
        Path file = place.file();
        long offset = place.offset() + at;
        String field = place.field(at);
        if (random.nextInt(10) == 0) {
            file = options.recordedSizeFile();
            offset = random.nextLong(Files.size(file));
            field = "recorded size";
        }
        String what = "%s, %s, byte %d, bit %d".formatted(options.kind(), field, offset, bit);
        fields.merge(options.kind() + " " + field, 1L, Long::sum);
        FileTree.flipBit(file, offset, bit);
        JournalCheck.Damage damage = damage(options);
        if (damage == null) {
            run.undetected(what + ": the check says that nothing is wrong");
        } else if (!field.equals("recorded size") && damage.position() != place.firstPosition()) {
            run.undetected(
                    what
                            + ": position %d is named, not %d"
                                    .formatted(damage.position(), place.firstPosition()));
        }
        if (served(options)) {
            run.undetected(what + ": it starts");
        }
        FileTree.flipBit(file, offset, bit);
        run.round();
    }

    /** Every field as often as the payload, which would be all of it otherwise. */
    private static long where(SplittableRandom random, FrameMap.Place place, JournalKind kind) {
        int prefix = kind == JournalKind.CHRONICLE ? 4 : 0;
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt(-prefix, FrameMap.HEADER_BYTES);
            case 1 -> place.bytes() - 1 - random.nextInt(12);
            default -> random.nextInt(-prefix, place.bytes());
        };
    }

    private static JournalCheck.@Nullable Damage damage(JournalOptions options) throws IOException {
        return JournalCheck.run(options, ReplayObserver.NONE).firstBad();
    }

    private static boolean served(JournalOptions options) throws IOException {
        try (LedgerEngine engine = Engines.open(EngineOptions.of(options))) {
            return engine.isReady();
        } catch (JournalException refused) {
            return false;
        }
    }

    /**
     * Flips that the same comparison must call unnoticed: behind the last frame, where nothing was
     * acknowledged; and in a leaf whose checksum is made to fit, which only signatures can see.
     */
    private static void control(
            CampaignRun run, JournalOptions options, List<FrameMap.Place> places, Verdict good)
            throws IOException {
        Path copy = run.freshMemory("bitflip-control");
        FileTree.copy(options.directory(), copy.resolve("journal"));
        Files.copy(options.recordedSizeFile(), copy.resolve("journal.size"));
        JournalOptions copied = SmallJournal.options(copy, options.kind());
        FrameMap.Place last = places.getLast();
        Path behind = copied.directory().resolve(options.directory().relativize(last.file()));
        boolean unused = options.kind() == JournalKind.SEGMENT;
        if (unused) {
            FileTree.flipBit(behind, last.offset() + last.bytes() + 64, 3);
            run.control("a flip behind the last frame is not called damage", served(copied));
        }
        int other = 0;
        for (FrameMap.Place place : sample(places)) {
            long at = place.offset() + FrameMap.HEADER_BYTES + place.payload() - 1;
            FileTree.flipBit(place.file(), at, 0);
            FrameMap.reseal(place);
            JournalCheck.Report report = JournalCheck.run(options, ReplayObserver.NONE);
            boolean frameIsGood = report.firstBad() == null || report.firstBad().file() == null;
            other += frameIsGood && !report.stateDigest().equals(good.stateDigest()) ? 1 : 0;
            FileTree.flipBit(place.file(), at, 0);
            FrameMap.reseal(place);
        }
        run.control(
                options.kind() + ": with the checksum made to fit, the frame counts as good",
                other > 0);
        FileTree.delete(copy);
    }

    private static List<FrameMap.Place> sample(List<FrameMap.Place> places) {
        List<FrameMap.Place> sample = new ArrayList<>();
        for (int i = 0; i < CONTROL_FLIPS; i++) {
            sample.add(places.get(places.size() - 1 - i * 3));
        }
        return sample;
    }
}
