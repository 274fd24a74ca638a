package tallystick.domain.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tallystick.domain.Decision;
import tallystick.domain.GrantKind;
import tallystick.domain.HoldAnswer;
import tallystick.domain.HoldTerms.OnExpiry;
import tallystick.domain.LedgerCommand;
import tallystick.domain.LedgerCommand.Holds.CommitHold;
import tallystick.domain.LedgerCommand.Holds.ExtendHold;
import tallystick.domain.LedgerCommand.Holds.OpenHold;
import tallystick.domain.money.Pico;

/** Holds under repetition, reordering and competition. */
class HoldRaceTest {

    private static final long MILLI = 1_000_000L;
    private static final long TTL = 60_000 * MILLI;
    private static final int SHUFFLES = Integer.getInteger("holds.shuffles", 10_000);

    /**
     * The last message around the deadline, everything delivered three times in any order, the
     * sender repeating until each is answered: one end state.
     */
    @ParameterizedTest
    @ValueSource(longs = {-MILLI, MILLI})
    void anyOrderOfRepeatedMessagesGivesOneEndState(long fromDeadline) {
        String expected = null;
        for (int seed = 0; seed < SHUFFLES; seed++) {
            String digest = race(new Random(seed), fromDeadline);
            expected = expected == null ? digest : expected;
            assertEquals(expected, digest, "seed " + seed);
        }
    }

    private static String race(Random random, long fromDeadline) {
        LedgerFixture f = LedgerFixture.quickFederation();
        f.given(f.grant("g", "wal-kr", "1", GrantKind.PAID));
        List<LedgerCommand> first = new ArrayList<>();
        for (int copy = 0; copy < 3; copy++) {
            first.add(new OpenHold(LedgerFixture.hold("h", "wal-kr")));
            first.add(new ExtendHold("h", 1, LedgerFixture.used(100, 8), 20));
            first.add(new ExtendHold("h", 2, LedgerFixture.used(100, 20), 20));
        }
        deliver(first, f, random);
        f.after(TTL + fromDeadline);
        List<LedgerCommand> last = new ArrayList<>(first);
        for (int copy = 0; copy < 3; copy++) {
            last.add(new CommitHold("h", 3, LedgerFixture.used(100, 31), true));
            last.add(new LedgerCommand.PassDeadline());
        }
        deliver(last, f, random);
        assertEquals(Pico.parse("0.972"), f.state.posted("wal-kr"), "31 tokens, however it went");
        assertEquals(0, f.state.openHolds());
        return f.state.digest();
    }

    /** Delivers in random order, again and again, until nothing is refused any more. */
    private static void deliver(List<LedgerCommand> messages, LedgerFixture f, Random random) {
        boolean refused = true;
        while (refused) {
            refused = false;
            Collections.shuffle(messages, random);
            for (LedgerCommand message : messages) {
                refused |= f.quietly(message) instanceof Decision.Refused;
            }
        }
    }

    /** Negative control: a message that is not a repetition does change the end state. */
    @Test
    void anotherMessageGivesAnotherState() {
        LedgerFixture f = LedgerFixture.federation();
        f.given(f.grant("g", "wal-kr", "1", GrantKind.PAID));
        f.opened(LedgerFixture.hold("h", "wal-kr"));
        String before = f.state.digest();
        f.given(new ExtendHold("h", 1, LedgerFixture.used(100, 8), 20));
        assertTrue(!before.equals(f.state.digest()));
    }

    /** A wallet that affords forty slices, two hundred streams that want three each. */
    @Test
    void streamsOnASmallWalletStopWithinASliceAndNeverOverdraw() {
        LedgerFixture f = LedgerFixture.federation();
        f.given(f.wallet("od-kr", "tnt-kr", "KRW", "retail-kr", "0.1"));
        f.given(f.grant("g", "od-kr", "0.1", GrantKind.PAID));
        List<String> streams = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Decision decision =
                    f.quietly(
                            new OpenHold(
                                    LedgerFixture.hold(
                                            "h" + i,
                                            "od-kr",
                                            "kr-sejong-1",
                                            0,
                                            10,
                                            OnExpiry.RELEASE)));
            if (decision instanceof Decision.Accepted) {
                streams.add("h" + i);
            }
            available(f);
        }
        assertEquals(40, streams.size());
        Random random = new Random(7);
        int stopped = 0;
        while (!streams.isEmpty()) {
            String hold = streams.get(random.nextInt(streams.size()));
            HoldAnswer answer = f.answer(hold);
            long used = used(f, hold) + answer.grantedOutputTokens();
            ExtendHold extend =
                    new ExtendHold(hold, answer.sequence() + 1, LedgerFixture.used(0, used), 10);
            if (answer.last() || f.quietly(extend) instanceof Decision.Refused) {
                // The stream generated what it was granted, and stops there.
                f.given(
                        new CommitHold(
                                hold, answer.sequence() + 1, LedgerFixture.used(0, used), true));
                streams.remove(hold);
                stopped++;
            }
            available(f);
        }
        assertEquals(40, stopped);
        assertEquals(Pico.parse("-0.1"), f.state.posted("od-kr"), "all of it is spent");
        assertEquals(Pico.ZERO, f.state.shortfall("od-kr"), "and nothing beyond");
    }

    private static long used(LedgerFixture f, String hold) {
        Hold found = f.state.holds.find(hold);
        return found == null ? 0 : Hold.output(found.used);
    }

    private static void available(LedgerFixture f) {
        Pico available = f.state.posted("od-kr").minus(f.state.held("od-kr"));
        assertTrue(available.compareTo(Pico.parse("-0.1")) >= 0, () -> "available " + available);
    }
}
