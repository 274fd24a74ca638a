package tallystick.loadgen.campaign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import tallystick.domain.ledger.LedgerState;
import tallystick.engine.EngineOptions;
import tallystick.engine.Engines;
import tallystick.engine.LedgerEngine;
import tallystick.engine.journal.JournalKind;

/**
 * R3: the disk answers EIO, to the journal through the seam, to the C library's calls through
 * libfiu, or to the file system from the device below it. The node stops, says so with its exit
 * code, never tries again, and has lost nothing when it is started on a good disk.
 */
final class DiskErrorCampaign implements Campaign {

    private static final int DISK_MIB = 128;
    private static final int LIVES_PER_DIRECTORY = 2;
    private static final int SENDERS = 4;
    private static final long STOP_SECONDS = 20;
    private static final String FIU = "fiu/fiu_posix_preload.so";
    private static final String FIU_RUN = "fiu/fiu_run_preload.so";

    /** Where the error comes from. */
    private enum Source {
        FORCE,
        WRITE,
        LIBRARY_FORCE,
        LIBRARY_WRITE,
        DEVICE;

        @Nullable String whyNot() {
            return switch (this) {
                case FORCE, WRITE -> null;
                case LIBRARY_FORCE, LIBRARY_WRITE ->
                        Shell.library(FIU) == null
                                ? "libfiu is missing (Debian packages libfiu0, fiu-utils)"
                                : null;
                case DEVICE -> LoopDisk.whyNoBlockFilter();
            };
        }
    }

    @Override
    public String name() {
        return "eio";
    }

    @Override
    public String promise() {
        return "R3: an error of the disk stops the node within one batch, nothing is lost or"
                + " retried";
    }

    @Override
    public int usualRounds() {
        return 40;
    }

    @Override
    public CampaignResult run(CampaignRun run) throws IOException, InterruptedException {
        ChildWarmUp.run(run.options().directory());
        List<Source> possible = new ArrayList<>();
        for (Source source : Source.values()) {
            String why = source.whyNot();
            if (why == null) {
                possible.add(source);
            } else {
                run.skip(source.toString(), why);
            }
        }
        int rounds = run.options().rounds();
        for (int first = 0; first < rounds; first += LIVES_PER_DIRECTORY) {
            int number = first / LIVES_PER_DIRECTORY;
            directory(
                    run,
                    possible.get(number % possible.size()),
                    number / possible.size() % 2 == 0 ? JournalKind.SEGMENT : JournalKind.CHRONICLE,
                    first,
                    Math.min(rounds, first + LIVES_PER_DIRECTORY));
        }
        control(run);
        return run.result(this);
    }

    private static void directory(
            CampaignRun run, Source source, JournalKind kind, int first, int end)
            throws IOException, InterruptedException {
        Path work = run.freshDirectory("eio");
        Promises promises = new Promises();
        for (int round = first; round < end; round++) {
            if (source == Source.DEVICE) {
                Path fresh = Files.createDirectories(work.resolve("device-" + round));
                device(run, round, kind, fresh);
                FileTree.delete(fresh);
            } else {
                life(run, round, source, kind, work, promises);
            }
            run.count("errors: " + source, 1);
        }
        FileTree.delete(work);
    }

    private static void life(
            CampaignRun run,
            int round,
            Source source,
            JournalKind kind,
            Path work,
            Promises promises)
            throws IOException, InterruptedException {
        SplittableRandom random = run.random(round);
        String what = "round %d (%s, %s)".formatted(round, source, kind);
        Path data = work.resolve("data");
        ChildOptions options = options(data, kind, promises);
        Map<String, String> environment = new HashMap<>();
        switch (source) {
            case FORCE -> options = options.withFault("eio-force:" + random.nextInt(10, 120));
            case WRITE ->
                    // A mapped file is not written through the seam: it is failed at its force.
                    options =
                            options.withFault(
                                    (kind == JournalKind.SEGMENT ? "eio-write:" : "eio-force:")
                                            + random.nextInt(10, 120));
            case LIBRARY_FORCE -> fiu(environment, "posix/io/sync/fdatasync", rareOrNot(random));
            case LIBRARY_WRITE ->
                    // Of a mapped journal only the size is written, four times a second.
                    fiu(
                            environment,
                            "posix/io/rw/pwrite",
                            kind == JournalKind.SEGMENT ? rareOrNot(random) : "0.5");
            case DEVICE -> throw new IllegalArgumentException("the device is no library");
        }
        try (ChildProcess child =
                new ChildProcess(options, promises, environment, List.of("-Xmx256m"), work)) {
            int exit = child.awaitExit(STOP_SECONDS);
            stopped(run, what, child, exit);
        }
        run.round(what, restarted(data, kind, promises));
    }

    /** Errors by chance, so that the same call a moment later would go through. */
    private static void fiu(Map<String, String> environment, String point, String probability) {
        environment.put("LD_PRELOAD", Shell.library(FIU_RUN) + " " + Shell.library(FIU));
        environment.put(
                "FIU_ENABLE",
                "enable_random name=%s,probability=%s,failinfo=5".formatted(point, probability));
    }

    private static String rareOrNot(SplittableRandom random) {
        return random.nextBoolean() ? "0.005" : "0.02";
    }

    private static void stopped(CampaignRun run, String what, ChildProcess child, int exit) {
        run.count("stoppedByTheEngine", child.failed() ? 1 : 0);
        run.require(exit == ChildMain.STOPPED, what + ": exit code " + exit);
        String calls = child.figure("O");
        run.require(
                !child.failed() || "0".equals(calls),
                what + ": " + calls + " calls of the journal after the fault");
        child.odd().forEach(odd -> run.fail(what + ": " + odd));
    }

    private static ChildOptions options(Path data, JournalKind kind, Promises promises) {
        List<Long> starts = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            starts.add(promises.next("s" + i));
        }
        return ChildOptions.traffic(data, kind, starts, ChildWarmUp.ENDED_EPOCH_NANOS);
    }

    /** Started again without a fault: what a walk of the journal says, and the state is its own. */
    static Verdict restarted(Path data, JournalKind kind, Promises promises) throws IOException {
        String digest;
        try (LedgerEngine engine =
                Engines.open(EngineOptions.of(ChildOptions.journal(data, kind)))) {
            digest = engine.query(LedgerState::digest).join();
        }
        Verdict verdict = promises.check(ChildOptions.journal(data, kind));
        return verdict.stateDigest().equals(digest)
                ? verdict
                : Verdict.unreadable(promises.size(), "restarted, the state is another one");
    }

    /** The device fails under the file system; the node is started again when it is well. */
    private static void device(CampaignRun run, int round, JournalKind kind, Path work)
            throws IOException, InterruptedException {
        SplittableRandom random = run.random(round);
        String what = "round %d (DEVICE, %s)".formatted(round, kind);
        Promises promises = new Promises();
        Path broken = work.resolve("broken");
        Path image;
        try (LoopDisk disk = LoopDisk.withErrors(work, DISK_MIB, broken)) {
            image = work.resolve("disk.img");
            Path data = disk.path().resolve("data");
            try (ChildProcess child =
                    new ChildProcess(
                            options(data, kind, promises),
                            promises,
                            Map.of(),
                            List.of("-Xmx256m"),
                            work)) {
                child.awaitReady();
                Thread.sleep(random.nextInt(50, 500));
                Files.createFile(broken);
                int exit = child.awaitExit(STOP_SECONDS);
                stopped(run, what, child, exit);
            }
        }
        Files.deleteIfExists(broken);
        try (LoopDisk well = LoopDisk.ofCopy(work, "well", image)) {
            run.round(what, restarted(well.path().resolve("data"), kind, promises));
        }
    }

    /** A disk that fails a force and says nothing, as when errors are only logged: it must show. */
    private static void control(CampaignRun run) throws IOException {
        Path directory = run.freshMemory("eio-control");
        boolean found = false;
        for (int i = 0; i < 100 && !found; i++) {
            Path fresh = directory.resolve("seed");
            FileTree.delete(fresh);
            Files.createDirectories(fresh);
            found = Simulation.run(fresh, run.options().seed() + i, true).broken() != null;
        }
        FileTree.delete(directory);
        run.control("the error of a force is swallowed and its bytes are gone", found);
    }
}
