package tallystick.loadgen.campaign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import tallystick.domain.ledger.LedgerState;
import tallystick.engine.EngineOptions;
import tallystick.engine.Engines;
import tallystick.engine.LedgerEngine;
import tallystick.engine.journal.JournalException;
import tallystick.engine.journal.JournalKind;

/**
 * R2: the writer is stopped, the image of its disk is copied as it is at that moment, and a node is
 * started on the copy. On two kinds of device: one that keeps all it was given, and one with a
 * volatile cache that only a flush empties. And on the simulated disk, which tears sectors.
 */
final class PowerCutCampaign implements Campaign {

    private static final int DISK_MIB = 128;
    private static final int CUTS_PER_DISK = 5;
    private static final int SENDERS = 4;
    private static final int LONGEST_MILLIS = 250;
    private static final int CONTROL_CUTS = 6;
    private static final String EAT_MY_DATA = "libeatmydata.so";

    /** A device and what lies under the journal. */
    private record Variant(boolean volatileCache, JournalKind kind) {
        @Override
        public String toString() {
            return (volatileCache ? "volatile cache, " : "no cache, ") + kind;
        }

        @Nullable String whyNot() {
            return volatileCache ? LoopDisk.whyNoBlockFilter() : LoopDisk.whyNoLoop();
        }

        LoopDisk disk(Path work) throws IOException, InterruptedException {
            return volatileCache
                    ? LoopDisk.withVolatileCache(work, DISK_MIB)
                    : LoopDisk.ofImage(work, DISK_MIB);
        }
    }

    private static final List<Variant> VARIANTS =
            List.of(
                    new Variant(true, JournalKind.SEGMENT),
                    new Variant(true, JournalKind.CHRONICLE),
                    new Variant(false, JournalKind.SEGMENT),
                    new Variant(false, JournalKind.CHRONICLE));

    @Override
    public String name() {
        return "powercut";
    }

    @Override
    public String promise() {
        return "R2: a power cut loses nothing acknowledged; without fsync the same loses";
    }

    @Override
    public int usualRounds() {
        return 60;
    }

    @Override
    public CampaignResult run(CampaignRun run) throws IOException, InterruptedException {
        List<Variant> possible = new ArrayList<>();
        for (Variant variant : VARIANTS) {
            String why = variant.whyNot();
            if (why == null) {
                possible.add(variant);
            } else {
                run.skip(variant.toString(), why);
            }
        }
        if (!possible.isEmpty()) {
            ChildWarmUp.run(run.options().directory());
            int disks = (run.options().rounds() + CUTS_PER_DISK - 1) / CUTS_PER_DISK;
            for (int disk = 0; disk < disks; disk++) {
                Variant variant = possible.get(disk % possible.size());
                int cuts = Math.min(CUTS_PER_DISK, run.options().rounds() - disk * CUTS_PER_DISK);
                run.count("cuts: " + variant, cuts);
                live(run, disk, variant, cuts);
            }
            control(run, possible);
        }
        simulated(run);
        return run.result(this);
    }

    private static ChildOptions options(LoopDisk disk, Variant variant) {
        return ChildOptions.traffic(
                disk.path().resolve("data"),
                variant.kind(),
                Collections.nCopies(SENDERS, 0L),
                ChildWarmUp.ENDED_EPOCH_NANOS);
    }

    private static void live(CampaignRun run, int number, Variant variant, int cuts)
            throws IOException, InterruptedException {
        SplittableRandom random = run.random(number);
        Path work = run.freshDirectory("powercut");
        Promises promises = new Promises();
        try (LoopDisk disk = variant.disk(work);
                ChildProcess child =
                        new ChildProcess(
                                options(disk, variant),
                                promises,
                                Map.of(),
                                List.of("-Xmx256m"),
                                work)) {
            child.awaitReady();
            for (int cut = 0; cut < cuts; cut++) {
                Thread.sleep(random.nextInt(1, LONGEST_MILLIS));
                Verdict verdict = cut(child, disk, work, variant, promises);
                run.round("disk %d, cut %d (%s)".formatted(number, cut, variant), verdict);
            }
            child.odd().forEach(odd -> run.fail(variant + ": " + odd));
        }
        FileTree.delete(work);
    }

    /** Stops the writer, copies what its device has, and starts on the copy. */
    private static Verdict cut(
            ChildProcess child, LoopDisk disk, Path work, Variant variant, Promises promises)
            throws IOException, InterruptedException {
        child.stop();
        try {
            Path image = disk.copyImage(work.resolve("copy.img"));
            try (LoopDisk copy = LoopDisk.ofCopy(work, "copy", image)) {
                return startedOn(copy.path().resolve("data"), variant.kind(), promises);
            }
        } finally {
            child.resume();
        }
    }

    private static Verdict startedOn(Path data, JournalKind kind, Promises promises)
            throws IOException {
        String digest;
        try (LedgerEngine engine =
                Engines.open(EngineOptions.of(ChildOptions.journal(data, kind)))) {
            digest = engine.query(LedgerState::digest).join();
        } catch (JournalException refused) {
            return Verdict.unreadable(promises.size(), "refused at start: " + refused.getMessage());
        }
        Verdict verdict = promises.check(ChildOptions.journal(data, kind));
        return verdict.stateDigest().equals(digest)
                ? verdict
                : Verdict.unreadable(promises.size(), "started, the state is another one");
    }

    /** The same without fsync: on a device with a cache that is emptied, it has to lose. */
    private static void control(CampaignRun run, List<Variant> possible)
            throws IOException, InterruptedException {
        for (Variant variant : possible) {
            boolean shows = variant.volatileCache() || variant.kind() == JournalKind.CHRONICLE;
            if (shows) {
                // Past the kernel's cache, a device without one of its own has everything.
                control(run, variant);
            }
        }
    }

    private static void control(CampaignRun run, Variant variant)
            throws IOException, InterruptedException {
        Path work = run.freshDirectory("powercut-control");
        Path library = Shell.library(EAT_MY_DATA);
        Promises promises = new Promises();
        boolean lost = false;
        try (LoopDisk disk = variant.disk(work)) {
            ChildOptions options = options(disk, variant);
            try (ChildProcess child =
                    new ChildProcess(
                            library == null ? options.withFault("no-force") : options,
                            promises,
                            library == null ? Map.of() : Map.of("LD_PRELOAD", library.toString()),
                            List.of("-Xmx256m"),
                            work)) {
                child.awaitReady();
                for (int cut = 0; cut < CONTROL_CUTS && !lost; cut++) {
                    Thread.sleep(LONGEST_MILLIS);
                    Verdict verdict = cut(child, disk, work, variant, promises);
                    lost = verdict.lost() > 0;
                    if (lost) {
                        run.figure("lost without fsync: " + variant, verdict.lost());
                    }
                }
            }
        }
        FileTree.delete(work);
        run.control(
                "%s, fsync disabled by %s"
                        .formatted(variant, library == null ? "the seam" : "libeatmydata"),
                lost);
    }

    /** As many cuts of the simulated disk, which tears what was not forced at every sector. */
    private static void simulated(CampaignRun run) throws IOException {
        long cuts = 0;
        Path directory = run.freshMemory("simulated");
        for (long seed = run.options().seed(); cuts < run.options().rounds(); seed++) {
            Simulation.Outcome outcome = seed(directory, seed, false);
            cuts += outcome.crashes();
            run.require(outcome.broken() == null, "simulated, seed " + seed + ": " + outcome);
            run.acknowledged(outcome.acknowledged());
        }
        run.figure("cuts: simulated, torn at sectors, SEGMENT", cuts);
        boolean found = false;
        for (int i = 0; i < 100 && !found; i++) {
            found = seed(directory, run.options().seed() + i, true).broken() != null;
        }
        run.control("simulated, force does nothing", found);
        FileTree.delete(directory);
    }

    private static Simulation.Outcome seed(Path directory, long seed, boolean lies)
            throws IOException {
        Path fresh = directory.resolve("seed");
        FileTree.delete(fresh);
        return Simulation.run(Files.createDirectories(fresh), seed, lies);
    }
}
