package tallystick.domain.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import tallystick.domain.GrantKind;
import tallystick.domain.LedgerCommand;
import tallystick.domain.money.Pico;
import tallystick.domain.usage.UsageKind;
import tallystick.domain.usage.UsageRecord;

/** Balances on both time axes. That "known at" alone is right, the wallet histories show. */
class WalletAsOfTest {

    private static final long HOUR = 3_600_000_000_000L;

    private final LedgerFixture f = LedgerFixture.federation();

    private WalletAsOf.Balance at(long effective, long knownAt) {
        WalletAsOf wallet = new WalletAsOf("wal-kr");
        f.journal.stream()
                .filter(j -> j.recordedEpochNanos() <= knownAt)
                .forEach(j -> wallet.accept(j.event(), j.recordedEpochNanos()));
        return wallet.at(effective);
    }

    private static Pico pico(String amount) {
        return Pico.parse(amount);
    }

    @Test
    void lateUsageIsEffectiveWhenItEndedAndKnownWhenItArrived() {
        f.given(f.grant("g", "wal-kr", "1", GrantKind.PAID));
        f.after(10 * HOUR);
        UsageRecord late = f.usage("u", "wal-kr");
        late.endedEpochNanos = LedgerFixture.START + HOUR;
        f.record(late);
        assertEquals(pico("1"), at(f.now(), f.now() - 1).posted(), "not known yet");
        assertEquals(pico("1"), at(LedgerFixture.START + HOUR - 1, f.now()).posted());
        assertEquals(pico("0.9825"), at(LedgerFixture.START + HOUR, f.now()).posted());
    }

    @Test
    void aCorrectionIsEffectiveWhenWhatItCorrectsWas() {
        f.given(f.grant("g", "wal-kr", "1", GrantKind.PAID));
        UsageRecord original = f.record(f.usage("u", "wal-kr"));
        f.after(24 * HOUR);
        UsageRecord gone = f.usage("v", "wal-kr");
        gone.kind = UsageKind.VOIDED;
        gone.correctsSource = original.source;
        gone.correctsId = original.id;
        Arrays.fill(gone.tokens, 0);
        f.record(gone);
        assertEquals(pico("0.9825"), at(LedgerFixture.START, f.now() - 1).posted());
        assertEquals(pico("1"), at(LedgerFixture.START, f.now()).posted());
    }

    @Test
    void holdsAreHeldFromTheirOpeningToTheirDeadline() {
        f.given(f.grant("g", "wal-kr", "1", GrantKind.PAID));
        f.after(HOUR);
        long opened = f.now();
        f.opened(LedgerFixture.hold("h", "wal-kr"));
        f.after(HOUR);
        f.passDeadlines();
        long known = f.now();
        assertEquals(Pico.ZERO, at(opened - 1, known).held());
        assertEquals(pico("0.0175"), at(opened, known).held());
        assertEquals(pico("0.0175"), at(opened + 60_000_000_000L - 1, known).held());
        assertEquals(Pico.ZERO, at(opened + 60_000_000_000L, known).held());
        assertEquals(pico("0.0175"), at(Long.MAX_VALUE, opened).held(), "not known to have ended");
    }

    @Test
    void creditMovesAndLapsesOnBothAxes() {
        f.given(f.wallet("to-kr", "tnt-kr", "KRW", "retail-kr", "0"));
        f.given(f.grant("g", "wal-kr", "1", GrantKind.PAID));
        f.after(HOUR);
        f.given(
                new LedgerCommand.Wallets.TransferCredit(
                        "t", "wal-kr", "to-kr", pico("0.25"), "KRW"));
        assertEquals(pico("1"), at(f.now() - 1, f.now()).posted());
        assertEquals(pico("0.75"), at(f.now(), f.now()).posted());
        f.after(HOUR);
        f.given(new LedgerCommand.Wallets.VoidGrant("g", "charged back"));
        assertEquals(pico("0.75"), at(f.now() - 1, f.now()).posted());
        assertEquals(Pico.ZERO, at(f.now(), f.now()).posted());
    }
}
