package tallystick.loadgen.campaign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** R16: the engine on a simulated clock and disk, crashed and recovered, seed after seed. */
final class SimulationCampaign implements Campaign {

    private static final int REPLAYED_EVERY = 100;
    private static final int CONTROL_SEEDS = 200;

    @Override
    public String name() {
        return "simulate";
    }

    @Override
    public String promise() {
        return "R16: no seed of clock, disk, stages and crashes breaks an invariant";
    }

    @Override
    public int usualRounds() {
        return 10_000;
    }

    @Override
    public CampaignResult run(CampaignRun run) throws IOException, InterruptedException {
        Path directory = run.freshMemory("simulation");
        try {
            for (int i = 0; i < run.options().rounds(); i++) {
                seed(run, directory, run.options().seed() + i, i % REPLAYED_EVERY == 0);
            }
            control(run, directory);
        } finally {
            FileTree.delete(directory);
        }
        return run.result(this);
    }

    private static void seed(CampaignRun run, Path directory, long seed, boolean twice)
            throws IOException {
        Simulation.Outcome outcome = one(directory, seed, false);
        run.round("seed " + seed, outcome.last());
        run.count("crashes", outcome.crashes());
        String broken = outcome.broken();
        if (broken != null || twice) {
            Simulation.Outcome again = one(directory, seed, false);
            run.count("replayed", 1);
            run.require(
                    again.trace() == outcome.trace(), "seed " + seed + " does not replay exactly");
        }
        if (broken != null) {
            run.fail(
                    "%s; again: ./tallystick campaign simulate --rounds 1 --seed %d"
                            .formatted(broken, seed));
        }
    }

    private static Simulation.Outcome one(Path directory, long seed, boolean lies)
            throws IOException {
        Path fresh = directory.resolve("seed");
        FileTree.delete(fresh);
        Files.createDirectories(fresh);
        return Simulation.run(fresh, seed, lies);
    }

    /** A disk that answers a force and does nothing has to be found, and soon. */
    private static void control(CampaignRun run, Path directory) throws IOException {
        for (int i = 0; i < CONTROL_SEEDS; i++) {
            if (one(directory, run.options().seed() + i, true).broken() != null) {
                run.figure("controlSeedsUntilFound", i + 1);
                run.control("a disk on which force does nothing", true);
                return;
            }
        }
        run.control("a disk on which force does nothing", false);
    }
}
