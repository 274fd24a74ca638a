package tallystick.loadgen.campaign;

import java.io.IOException;
import java.util.List;

/** One kind of fault, put in again and again while the engine works. */
public interface Campaign {

    /** The word on the command line. */
    String name();

    /** What is promised, in a line. */
    String promise();

    /** How many rounds the promise asks for. */
    int usualRounds();

    /**
     * Runs the rounds, then the negative control.
     *
     * @throws IOException the campaign itself could not go on: nothing is said about the promise
     */
    CampaignResult run(CampaignRun run) throws IOException, InterruptedException;

    /** Every campaign there is, in the order of the promises. */
    static List<Campaign> all() {
        return List.of(
                new KillCampaign(),
                new PowerCutCampaign(),
                new DiskErrorCampaign(),
                new BitFlipCampaign(),
                new TornTailCampaign(),
                new DiskFullCampaign(),
                new ClockCampaign(),
                new DuplicatesCampaign(),
                new HeapCampaign(),
                new ThrowCampaign(),
                new SimulationCampaign());
    }
}
