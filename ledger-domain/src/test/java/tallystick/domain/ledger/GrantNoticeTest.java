package tallystick.domain.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tallystick.domain.GrantKind;
import tallystick.domain.GrantTerms;
import tallystick.domain.GrantTerms.Rollover;
import tallystick.domain.LedgerCommand.Holds.OpenHold;
import tallystick.domain.LedgerCommand.Wallets.IssueGrant;
import tallystick.domain.LedgerCommand.Wallets.VoidGrant;
import tallystick.domain.LedgerEvent.Wallets.GrantExpired;
import tallystick.domain.LedgerEvent.Wallets.GrantExpiring;
import tallystick.domain.money.Pico;

/** That credit is about to expire is said once, in time, and only while there is some. */
class GrantNoticeTest {

    private static final long SECOND = 1_000_000_000L;
    private static final long DAY = 24 * 3_600 * SECOND;

    private final LedgerFixture f = LedgerFixture.federation();

    private void grant(String grant, String amount, long livesNanos) {
        grant(grant, amount, livesNanos, null);
    }

    private void grant(String grant, String amount, long livesNanos, @Nullable Rollover rollover) {
        f.given(
                new IssueGrant(
                        new GrantTerms(
                                grant,
                                "wal-kr",
                                Pico.parse(amount),
                                "KRW",
                                GrantKind.PAID,
                                5,
                                f.now() - SECOND,
                                f.now() + livesNanos,
                                List.of(),
                                rollover)));
    }

    /** What was said so far: grant and what was left, or that it expired. */
    private List<String> said() {
        List<String> said = new ArrayList<>();
        for (LedgerFixture.Journaled one : f.journal) {
            switch (one.event()) {
                case GrantExpiring e -> said.add(e.grant() + " " + e.left().toDecimalString());
                case GrantExpired e -> said.add(e.grant() + " expired");
                default -> {}
            }
        }
        return said;
    }

    private void afterAndPass(long nanos) {
        f.after(nanos);
        f.passDeadlines();
    }

    @Test
    void itIsSaidSevenDaysAheadOnceAndWithoutTraffic() {
        grant("g", "1", 10 * DAY);
        f.record(f.usage("u1", "wal-kr"));
        afterAndPass(3 * DAY - 1);
        assertEquals(List.of(), said());
        assertEquals(f.now() + 1, f.state.nextDeadlineEpochNanos());
        afterAndPass(1);
        assertEquals(List.of("g 0.982500000000"), said());
        f.record(f.usage("u2", "wal-kr"));
        afterAndPass(6 * DAY);
        assertEquals(1, said().size(), "once");
        afterAndPass(2 * DAY);
        assertEquals(List.of("g 0.982500000000", "g expired"), said());
        assertEquals(f.state.digest(), f.replayed().digest());
        assertEquals(Long.MAX_VALUE, f.replayed().nextDeadlineEpochNanos());
    }

    @Test
    void whatLivesNoLongerIsNotToldOf() {
        grant("short", "1", 7 * DAY);
        grant("long", "1", 7 * DAY + 1);
        afterAndPass(1);
        assertEquals(List.of("long 1.000000000000"), said());
    }

    @Test
    void whatIsSpentOrVoidedIsNotToldOfUntilItComesBack() {
        grant("spent", "0.0175", 10 * DAY);
        grant("voided", "1", 10 * DAY);
        grant("back", "0.0175", 11 * DAY);
        f.record(f.usage("u1", "wal-kr"));
        f.given(new VoidGrant("voided", "by mistake"));
        f.given(new OpenHold(LedgerFixture.hold("h1", "wal-kr")));
        afterAndPass(3 * DAY);
        assertEquals(List.of("back 0.017500000000"), saidAfterHold());
        assertEquals(f.state.digest(), f.replayed().digest());
    }

    /** The hold ends by its deadline and gives back what it set aside of the last grant. */
    private List<String> saidAfterHold() {
        afterAndPass(DAY);
        return said();
    }

    @Test
    void anExpiryThatIsDueTooIsNotAnnouncedAfterwards() {
        grant("g", "1", 10 * DAY);
        afterAndPass(20 * DAY);
        assertEquals(List.of("g expired"), said());
    }

    @Test
    void aSuccessorHasANoticeOfItsOwn() {
        grant("g", "1", 10 * DAY, new Rollover(10_000, 30 * DAY, 1));
        afterAndPass(3 * DAY);
        afterAndPass(7 * DAY);
        afterAndPass(23 * DAY);
        assertEquals(List.of("g 1.000000000000", "g expired", "g+1 1.000000000000"), said());
    }

    @Test
    void aRestartForgetsNoneAndRepeatsNone() {
        grant("g", "1", 10 * DAY);
        grant("h", "1", 12 * DAY);
        afterAndPass(3 * DAY);
        LedgerState saved = SavedStates.load(SavedStates.save(f.state), f.history());
        assertEquals(f.state.nextDeadlineEpochNanos(), saved.nextDeadlineEpochNanos());
        assertEquals(f.now() + 2 * DAY, saved.nextDeadlineEpochNanos());
        assertEquals(f.now() + 2 * DAY, f.replayed().nextDeadlineEpochNanos());
    }
}
