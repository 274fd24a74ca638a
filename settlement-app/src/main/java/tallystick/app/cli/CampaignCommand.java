package tallystick.app.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tallystick.loadgen.campaign.Campaign;
import tallystick.loadgen.campaign.CampaignOptions;
import tallystick.loadgen.campaign.CampaignResult;
import tallystick.loadgen.campaign.CampaignRun;

/** {@code tallystick campaign}: one promise of reliability, its fault, and a negative control. */
@Command(
        name = "campaign",
        mixinStandardHelpOptions = true,
        description = {
            "Puts one fault in again and again and checks what is promised of it.",
            "Every campaign ends with a negative control: a broken variant that must fail."
                    + " Exit code 0 when the promise held and the control failed; a variant that"
                    + " this machine cannot run is named, and fails the campaign unless"
                    + " --allow-skip."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./tallystick campaign kill --rounds 200",
            "  ./tallystick campaign simulate --rounds 10000 --seed 7",
            "  ./tallystick campaign heap --seconds 600 --json heap.json"
        })
final class CampaignCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "FAULT",
            description =
                    "kill, powercut, eio, bitflip, torn, diskfull, clock, duplicates, heap,"
                            + " throw or simulate.")
    private String fault = "";

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "How often. Default: what the promise asks for.")
    private @Nullable Integer rounds;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "What every random choice follows from. Default: 1.")
    private long seed = 1;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "For heap: how long the disk is slow. Default: 20.")
    private int seconds = 20;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "For journals and disk images. Default: ./tallystick-data/campaign.")
    private Path data = Path.of("tallystick-data", "campaign");

    @Option(
            names = "--allow-skip",
            description = "Do not fail because this machine cannot run a variant.")
    private boolean allowSkip;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the result as JSON.")
    private @Nullable Path json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Campaign campaign = campaign();
        PrintWriter err = spec.commandLine().getErr();
        CampaignOptions options = options(campaign);
        err.println(campaign.promise());
        CampaignResult result =
                campaign.run(
                        new CampaignRun(
                                options,
                                line -> {
                                    err.println(line);
                                    err.flush();
                                }));
        print(result);
        JsonFile.write(json, result.toJson());
        boolean good = result.holds() && (allowSkip || result.skipped().isEmpty());
        boolean nothingRan = allowSkip && result.rounds() == 0 && !result.skipped().isEmpty();
        if (!result.holds() && !nothingRan) {
            spec.commandLine()
                    .getOut()
                    .printf(
                            "again: ./tallystick campaign %s --rounds %d --seed %d%n",
                            campaign.name(), options.rounds(), seed);
        }
        return good || nothingRan ? Tallystick.DONE : Tallystick.FAILURE;
    }

    private Campaign campaign() {
        List<Campaign> all = Campaign.all();
        for (Campaign campaign : all) {
            if (campaign.name().equals(fault)) {
                return campaign;
            }
        }
        throw misuse("FAULT must be one of " + all.stream().map(Campaign::name).toList());
    }

    private CampaignOptions options(Campaign campaign) {
        try {
            return new CampaignOptions(
                    rounds == null ? campaign.usualRounds() : rounds, seed, data, seconds);
        } catch (IllegalArgumentException rule) {
            throw misuse(String.valueOf(rule.getMessage()));
        }
    }

    private ParameterException misuse(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private void print(CampaignResult result) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                "%s: %,d rounds in %.1f s, %,d acknowledged, %d lost, %d duplicated, %d"
                        + " undetected%n",
                result.campaign(),
                result.rounds(),
                result.seconds(),
                result.acknowledged(),
                result.lost(),
                result.duplicated(),
                result.undetected());
        result.figures().forEach((name, value) -> out.println("  " + name + ": " + value));
        result.skipped().forEach((name, why) -> out.println("  skipped " + name + ": " + why));
        result.failures().forEach(failure -> out.println("  NOT AS PROMISED: " + failure));
        out.println(
                "negative control "
                        + (result.negativeControlFailed() ? "failed, as it must" : "DID NOT FAIL"));
        out.println(result.holds() ? "as promised" : "NOT AS PROMISED");
    }
}
