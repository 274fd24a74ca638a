package tallystick.loadgen.campaign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.engine.journal.JournalKind;

/** Short forms of the campaigns that need no disk of their own; the others are run by CI. */
class CampaignTest {

    @TempDir Path directory;

    private CampaignResult run(Campaign campaign, int rounds) throws Exception {
        CampaignOptions options = new CampaignOptions(rounds, 1, directory.resolve("c"), 5);
        return campaign.run(new CampaignRun(options, line -> {}));
    }

    private static void assertHolds(CampaignResult result) {
        assertTrue(result.holds(), () -> result.toJson().toString());
    }

    @Test
    void simulatedLivesKeepEveryInvariant() throws Exception {
        CampaignResult result = run(new SimulationCampaign(), 150);
        assertHolds(result);
        assertTrue(
                result.figures().get("crashes") instanceof Long crashes && crashes > 100,
                result.figures()::toString);
    }

    @Test
    void aSeedReplaysExactlyAndAnotherDoesNot() throws Exception {
        assertEquals(simulated(7).trace(), simulated(7).trace());
        assertNotEquals(simulated(7).trace(), simulated(8).trace());
    }

    private Simulation.Outcome simulated(long seed) throws IOException {
        return Simulation.run(Files.createTempDirectory(directory, "seed"), seed, false);
    }

    @Test
    void everyFlippedBitIsFound() throws Exception {
        assertHolds(run(new BitFlipCampaign(), 200));
    }

    @Test
    void aTornTailIsCutOrRefused() throws Exception {
        assertHolds(run(new TornTailCampaign(), 40));
    }

    @Test
    void aClockMayStep() throws Exception {
        CampaignResult result = run(new ClockCampaign(), 2);
        assertHolds(result);
    }

    @Test
    void killedTwiceNothingIsLost() throws Exception {
        assertHolds(run(new KillCampaign(), 3));
    }

    @Test
    void whateverThrowsNobodyIsLeftWaiting() throws Exception {
        assertHolds(run(new ThrowCampaign(), 12));
    }

    @Test
    void eachLieAboutAJournalIsSeen() throws Exception {
        Path data = directory.resolve("lies");
        Promises promises = SmallJournal.write(data, JournalKind.SEGMENT, 30);
        assertTrue(promises.check(SmallJournal.options(data, JournalKind.SEGMENT)).isGood());
        Map.Entry<String, Long> any = promises.any();

        promises.claim(any.getKey(), any.getValue() + 1);
        Verdict moved = check(data, promises);
        assertEquals(1, moved.moved());
        assertFalse(moved.isGood());
        promises.claim(any.getKey(), any.getValue());

        promises.claim("never-sent", 3);
        assertEquals(1, check(data, promises).lost());
        promises.forget("never-sent");

        assertTrue(
                new Promises().check(SmallJournal.options(data, JournalKind.SEGMENT)).foreign()
                        > 0);
        assertTrue(check(data, promises).isGood());
    }

    private static Verdict check(Path data, Promises promises) throws IOException {
        return promises.check(SmallJournal.options(data, JournalKind.SEGMENT));
    }

    @Test
    void aCampaignWithoutAControlOrWithoutRoundsDoesNotHold() throws IOException {
        CampaignOptions options = new CampaignOptions(1, 1, directory, 1);
        CampaignRun uncontrolled = new CampaignRun(options, line -> {});
        uncontrolled.round();
        assertFalse(uncontrolled.result(new KillCampaign()).holds());
        CampaignRun failedControl = new CampaignRun(options, line -> {});
        failedControl.round();
        failedControl.control("one that fails", true);
        failedControl.control("one that does not", false);
        assertFalse(failedControl.result(new KillCampaign()).holds());
        CampaignRun skipped = new CampaignRun(options, line -> {});
        skipped.control("one", true);
        assertFalse(skipped.result(new KillCampaign()).holds());
    }
}
