package tallystick.loadgen.campaign;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import tallystick.engine.journal.JournalKind;

/**
 * R6: a small disk is filled while the engine works, and freed again. Meanwhile requests are
 * refused as "the disk is full", readers read, and afterwards it goes on by itself.
 */
final class DiskFullCampaign implements Campaign {

    private static final int DISK_MIB = 96;
    private static final int FILLS_PER_DISK = 2;
    private static final int SENDERS = 4;
    private static final long REFUSED_SECONDS = 30;
    private static final long RESUME_MILLIS = 5_000;

    @Override
    public String name() {
        return "diskfull";
    }

    @Override
    public String promise() {
        return "R6: a full disk is a typed refusal, reads go on, writing resumes within 5 s";
    }

    @Override
    public int usualRounds() {
        return 24;
    }

    @Override
    public CampaignResult run(CampaignRun run) throws IOException, InterruptedException {
        String why = LoopDisk.whyNoLoop();
        if (why != null) {
            run.skip("a small file system", why);
            return run.result(this);
        }
        ChildWarmUp.run(run.options().directory());
        int rounds = run.options().rounds();
        for (int first = 0; first < rounds; first += FILLS_PER_DISK) {
            int number = first / FILLS_PER_DISK;
            JournalKind kind = number % 2 == 0 ? JournalKind.SEGMENT : JournalKind.CHRONICLE;
            disk(run, number, kind, Math.min(FILLS_PER_DISK, rounds - first));
        }
        return run.result(this);
    }

    private static void disk(CampaignRun run, int number, JournalKind kind, int fills)
            throws IOException, InterruptedException {
        boolean memory = number / 2 % 2 == 1;
        String what = "disk %d (%s, %s)".formatted(number, memory ? "tmpfs" : "ext4", kind);
        Path work = run.freshDirectory("diskfull");
        Promises promises = new Promises();
        try (LoopDisk disk =
                memory ? LoopDisk.ofMemory(work, DISK_MIB) : LoopDisk.ofImage(work, DISK_MIB)) {
            Path data = disk.path().resolve("data");
            ChildOptions options =
                    ChildOptions.traffic(
                                    data,
                                    kind,
                                    Collections.nCopies(SENDERS, 0L),
                                    ChildWarmUp.ENDED_EPOCH_NANOS)
                            .withPause(2);
            try (ChildProcess child =
                    new ChildProcess(options, promises, Map.of(), List.of("-Xmx256m"), work)) {
                child.awaitReady();
                for (int fill = 0; fill < fills; fill++) {
                    fill(
                            run,
                            what + ", fill " + fill,
                            run.random(number * 100L + fill),
                            disk,
                            child);
                }
                child.kill();
                child.odd().forEach(odd -> run.fail(what + ": " + odd));
            }
            Verdict verdict = promises.check(ChildOptions.journal(data, kind));
            run.acknowledged(verdict.promised());
            run.require(verdict.isGood(), what + ": " + verdict.inWords());
            if (number == 0) {
                promises.claim("never-sent", 7);
                run.control(
                        "an id that was never sent is claimed to be acknowledged",
                        promises.check(ChildOptions.journal(data, kind)).lost() == 1);
            }
        }
        FileTree.delete(work);
    }

    private static void fill(
            CampaignRun run,
            String what,
            SplittableRandom random,
            LoopDisk disk,
            ChildProcess child)
            throws IOException, InterruptedException {
        Thread.sleep(random.nextInt(20, 400));
        Path ballast = disk.path().resolve("ballast");
        long begin = System.nanoTime();
        fill(ballast, random.nextInt(0, 64) * 1024L);
        run.require(
                await(REFUSED_SECONDS, () -> child.lastDiskBusyNanos() > begin),
                what + ": nothing was refused on a full disk");
        run.most("refusedAfterMillisMax", (child.lastDiskBusyNanos() - begin) / 1_000_000);
        long full = System.nanoTime();
        Thread.sleep(random.nextInt(200, 1_500));
        run.require(
                await(RESUME_MILLIS / 1000, () -> child.lastReadNanos() > full),
                what + ": nobody could read while the disk was full");
        Files.delete(ballast);
        long freed = System.nanoTime();
        // Settlement's reserve may have answered a moment before: the next answer counts.
        boolean resumed = await(RESUME_MILLIS / 1000, () -> child.lastAnswerNanos() > freed);
        run.require(resumed, what + ": no answer within 5 s after there was space again");
        if (resumed) {
            run.most("resumedAfterMillisMax", (child.lastAnswerNanos() - freed) / 1_000_000);
        }
        run.require(child.isAlive(), what + ": the node " + child.ended());
        run.round();
    }

    /** Takes all space but so many bytes. */
    private static void fill(Path ballast, long leftBytes) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(ballast.toFile(), "rw")) {
            byte[] block = new byte[64 * 1024];
            for (int length = block.length; length >= 4096; ) {
                long free = ballast.toFile().getUsableSpace();
                if (free <= leftBytes) {
                    return;
                }
                try {
                    file.write(block, 0, length);
                } catch (IOException full) {
                    length /= 2;
                }
            }
        }
    }

    static boolean await(long seconds, BooleanSupplier holds) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() - end >= 0) {
                return false;
            }
            Thread.sleep(2);
        }
        return true;
    }
}
