package tallystick.domain.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import tallystick.domain.Decision;
import tallystick.domain.GrantKind;
import tallystick.domain.HoldTerms;
import tallystick.domain.LedgerCommand;
import tallystick.domain.LedgerEvent.Caps.ExposureAlerted;
import tallystick.domain.money.Pico;

/** Alerts of caps: each crossing upwards is told once, and again only after it was below. */
class CapAlertsTest {

    private static final BigDecimal CAP = new BigDecimal("10");

    private static LedgerFixture capped() {
        LedgerFixture f = LedgerFixture.federation();
        f.given(f.grant("g", "wal-kr", "1000000000000", GrantKind.PAID));
        f.given(
                new LedgerCommand.Caps.SetBilateralCap(
                        "op-kr", "op-fr", "EUR", Pico.parse(CAP.toPlainString())));
        f.given(new LedgerCommand.Caps.SetNetDebitCap("op-kr", "EUR", Pico.parse("20"), 10_000));
        return f;
    }

    private static List<ExposureAlerted> alerts(LedgerFixture f, boolean bilateral) {
        List<ExposureAlerted> alerts = new ArrayList<>();
        for (LedgerFixture.Journaled one : f.passDeadlines().journal) {
            if (one.event() instanceof ExposureAlerted alert
                    && alert.servingOperator().isEmpty() != bilateral) {
                alerts.add(alert);
            }
        }
        return alerts;
    }

    private static List<Integer> percents(LedgerFixture f) {
        return alerts(f, true).stream().map(alert -> alert.mark().percent()).toList();
    }

    @Test
    void everyMarkIsToldOnceOnTheWayUp() {
        LedgerFixture f = capped();
        // 0.30 per million: 16.5 million are 4.95.
        TermsTest.roaming(f, "u1", "wal-kr", 16_500_000);
        assertEquals(List.of(), percents(f));
        TermsTest.roaming(f, "u2", "wal-kr", 166_667);
        assertEquals(List.of(50), percents(f));
        TermsTest.roaming(f, "u3", "wal-kr", 1_000_000);
        assertEquals(List.of(50), percents(f));
        TermsTest.roaming(f, "u4", "wal-kr", 13_000_000);
        assertEquals(List.of(50, 75, 90), percents(f));
        assertEquals(Pico.parse("9.2000001"), alerts(f, true).getLast().exposure());
        assertEquals(List.of(), alerts(f, false), "46 per cent of the net debit cap");
        assertEquals(f.state.digest(), f.replayed().digest());
    }

    @Test
    void aHigherCapRearms() {
        LedgerFixture f = capped();
        TermsTest.roaming(f, "u1", "wal-kr", 20_000_000);
        assertEquals(List.of(50), percents(f));
        f.given(new LedgerCommand.Caps.SetBilateralCap("op-kr", "op-fr", "EUR", Pico.parse("100")));
        f.given(new LedgerCommand.Caps.SetBilateralCap("op-kr", "op-fr", "EUR", Pico.parse("8")));
        assertEquals(List.of(50, 50, 75), percents(f));
    }

    /** Holds taken, charged and given back, and usage without one, against levels by hand. */
    @Test
    void everyCrossingIsToldExactlyOnce() {
        int told = 0;
        for (long seed = 0; seed < 40; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            LedgerFixture f = LedgerFixture.quickFederation();
            f.given(f.grant("g", "wal-kr", "1000000000000", GrantKind.PAID));
            f.given(
                    new LedgerCommand.Caps.SetBilateralCap(
                            "op-kr", "op-fr", "EUR", Pico.parse("10")));
            List<Integer> expected = new ArrayList<>();
            List<String> open = new ArrayList<>();
            BigDecimal before = BigDecimal.ZERO;
            for (int i = 0; i < 30; i++) {
                step(f, random, i, open);
                BigDecimal after = exposure(f);
                for (int percent : new int[] {50, 75, 90}) {
                    BigDecimal mark = CAP.multiply(BigDecimal.valueOf(percent, 2));
                    if (before.compareTo(mark) < 0 && after.compareTo(mark) >= 0) {
                        expected.add(percent);
                    }
                }
                before = after;
                assertEquals(expected, percents(f), "seed " + seed + " step " + i);
            }
            told += expected.size();
        }
        assertTrue(told > 100, () -> "the histories must cross marks");
    }

    private static void step(LedgerFixture f, SplittableRandom random, int i, List<String> open) {
        int what = random.nextInt(8);
        if (what == 0) {
            TermsTest.roaming(f, "u" + i, "wal-kr", random.nextLong(600_000));
        } else if (what < 5 || open.isEmpty()) {
            HoldTerms hold =
                    LedgerFixture.hold(
                            "h" + i,
                            "wal-kr",
                            "fr-paris-1",
                            0,
                            random.nextLong(1, 15_000_000),
                            HoldTerms.OnExpiry.RELEASE);
            if (f.when(new LedgerCommand.Holds.OpenHold(hold)) instanceof Decision.Accepted) {
                open.add("h" + i);
            }
        } else {
            String hold = open.remove(random.nextInt(open.size()));
            f.given(new LedgerCommand.Holds.ReleaseHold(hold, 1, "done"));
        }
    }

    /** What is posted, and the slices of open holds at the tariff's price. */
    private static BigDecimal exposure(LedgerFixture f) {
        Pico posted = f.balance("interop.payable/op-kr/op-fr", "EUR");
        Pico held = Pico.ZERO;
        for (Hold hold : f.state.holds.openHolds()) {
            held = held.plus(hold.wholesaleSetAside);
        }
        return new BigDecimal(posted.plus(held).toBigInteger(), Pico.SCALE);
    }
}
