package tallystick.app.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import tallystick.app.demo.UsageItem.Expected;
import tools.jackson.databind.json.JsonMapper;

class UsageOutcomesTest {

    private static final List<UsageItem> ITEMS =
            List.of(
                    new UsageItem("a", Expected.ACCEPTED),
                    new UsageItem("b", Expected.ACCEPTED),
                    new UsageItem("c", Expected.SUSPENDED),
                    new UsageItem("d", Expected.DUPLICATE));

    private final UsageOutcomes outcomes = new UsageOutcomes();

    @Test
    void countsWhatIsNotListedAsAccepted() {
        outcomes.add(ITEMS, reply(false, "2 suspended", "3 duplicate"));
        assertCounts(2, 1, 1, 0);
    }

    /** The answer to the first sending was lost: its items come back as duplicates. */
    @Test
    void aRepeatedBatchCountsItsDuplicatesAsWhatTheyWere() {
        outcomes.add(ITEMS, reply(true, "0 duplicate", "1 duplicate", "2 duplicate", "3 duplicate"));
        assertCounts(2, 1, 1, 0);
    }

    @Test
    void whatWasNotExpectedIsASurprise() {
        outcomes.add(ITEMS, reply(false, "0 suspended", "1 duplicate", "2 rejected"));
        assertCounts(1, 1, 1, 4);
        assertTrue(
                outcomes.examples().getFirst().startsWith("expected accepted, was suspended"),
                outcomes.examples()::toString);
    }

    private void assertCounts(long accepted, long duplicate, long suspended, long surprises) {
        assertEquals(accepted, outcomes.accepted());
        assertEquals(duplicate, outcomes.duplicate());
        assertEquals(suspended, outcomes.suspended());
        assertEquals(surprises, outcomes.surprises());
    }

    private static ApiGateway.Reply reply(boolean repeated, String... results) {
        StringBuilder json = new StringBuilder("{\"results\":[");
        for (String result : results) {
            String[] parts = result.split(" ", -1);
            json.append(json.charAt(json.length() - 1) == '[' ? "" : ",")
                    .append("{\"index\":%s,\"status\":\"%s\"}".formatted(parts[0], parts[1]));
        }
        return new ApiGateway.Reply(
                JsonMapper.builder().build().readTree(json.append("]}").toString()), repeated);
    }
}
