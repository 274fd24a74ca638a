package tallystick.loadgen.campaign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A campaign under way: its options, what it has counted so far, and who listens. */
public final class CampaignRun {

    private static final long SAY_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final int KEPT_FAILURES = 20;
    private static final Path MEMORY = Path.of("/dev/shm");

    private final CampaignOptions options;
    private final Consumer<String> listener;
    private final long startNanos = System.nanoTime();
    private final List<String> failures = new ArrayList<>();
    private final Map<String, String> skipped = new LinkedHashMap<>();
    private final Map<String, Object> figures = new LinkedHashMap<>();
    private long saidNanos = startNanos;
    private long rounds;
    private long acknowledged;
    private long lost;
    private long duplicated;
    private long undetected;
    private boolean controlFailed = true;
    private boolean controlled;
    private int directories;

    /**
     * @param listener told how far it is, every two seconds at most
     */
    public CampaignRun(CampaignOptions options, Consumer<String> listener) {
        this.options = options;
        this.listener = listener;
    }

    CampaignOptions options() {
        return options;
    }

    /** Random choices of one round: the same whatever the rounds before it did. */
    SplittableRandom random(long round) {
        return new SplittableRandom(options.seed() * 1_000_003 + round);
    }

    /** A directory that is there for the first time. */
    Path freshDirectory(String what) throws IOException {
        Path fresh = options.directory().resolve(what + "-" + directories++);
        FileTree.delete(fresh);
        return Files.createDirectories(fresh);
    }

    /**
     * The same where forcing costs nothing, for faults that no real disk is needed for; under the
     * campaign's directory on a machine without such a place.
     */
    Path freshMemory(String what) throws IOException {
        if (!Files.isWritable(MEMORY)) {
            return freshDirectory(what);
        }
        return Files.createTempDirectory(MEMORY, "tallystick-" + what);
    }

    /** Counts a round and what a look at the journal said after it. */
    void round(String what, Verdict verdict) {
        rounds++;
        acknowledged += verdict.promised();
        lost += verdict.lost();
        duplicated += verdict.duplicated();
        if (!verdict.isGood()) {
            fail(what + ": " + verdict.inWords());
        }
        progress();
    }

    /** Counts a round that has no promises. */
    void round() {
        rounds++;
        progress();
    }

    void acknowledged(long more) {
        acknowledged += more;
    }

    /** Something that should have been noticed was not. */
    void undetected(String what) {
        undetected++;
        fail(what);
    }

    /** Something is not as promised. */
    void fail(String what) {
        if (failures.size() < KEPT_FAILURES) {
            failures.add(what);
            listener.accept("NOT AS PROMISED: " + what);
        }
    }

    void require(boolean holds, String otherwise) {
        if (!holds) {
            fail(otherwise);
        }
    }

    /** A variant cannot run here. */
    void skip(String variant, String why) {
        skipped.put(variant, why);
        listener.accept("skipped: " + variant + ": " + why);
    }

    /** Tells whether a broken variant failed, as it must; every one of them has to. */
    void control(String what, boolean failedAsItMust) {
        controlled = true;
        controlFailed &= failedAsItMust;
        figures.put("control: " + what, failedAsItMust ? "failed, as it must" : "DID NOT FAIL");
    }

    /** Keeps a figure beside the ones every campaign has. */
    void figure(String name, Object value) {
        figures.put(name, value);
    }

    /** Adds to a figure that is a count. */
    void count(String name, long more) {
        figures.merge(name, more, (a, b) -> (Long) a + (Long) b);
    }

    /** Raises a figure that is a maximum. */
    void most(String name, long value) {
        figures.merge(name, value, (a, b) -> Math.max((Long) a, (Long) b));
    }

    /** Says how far something long is, at most every two seconds. */
    void say(String line) {
        long now = System.nanoTime();
        if (now - saidNanos >= SAY_NANOS) {
            saidNanos = now;
            listener.accept(line);
        }
    }

    private void progress() {
        long now = System.nanoTime();
        if (now - saidNanos >= SAY_NANOS) {
            saidNanos = now;
            listener.accept(
                    "%,d rounds, %,d acknowledged, %d lost, %d duplicated, %d undetected, %d s"
                            .formatted(
                                    rounds,
                                    acknowledged,
                                    lost,
                                    duplicated,
                                    undetected,
                                    TimeUnit.NANOSECONDS.toSeconds(now - startNanos)));
        }
    }

    CampaignResult result(Campaign campaign) {
        return new CampaignResult(
                campaign.name(),
                rounds,
                acknowledged,
                lost,
                duplicated,
                undetected,
                controlled && controlFailed,
                options.seed(),
                (System.nanoTime() - startNanos) / 1e9,
                List.copyOf(failures),
                skipped,
                figures);
    }
}
