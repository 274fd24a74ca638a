package tallystick.domain.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tallystick.domain.ledger.LedgerFixture.hold;
import static tallystick.domain.ledger.LedgerFixture.used;

import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tallystick.domain.Decision;
import tallystick.domain.GrantKind;
import tallystick.domain.HoldTerms.OnExpiry;
import tallystick.domain.LedgerCommand;
import tallystick.domain.LedgerCommand.Holds.CommitHold;
import tallystick.domain.LedgerCommand.Holds.OpenHold;
import tallystick.domain.LedgerCommand.Holds.ReleaseHold;
import tallystick.domain.RefusalCode;
import tallystick.domain.money.Pico;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageIdentity;
import tallystick.domain.usage.UsageKind;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;

/**
 * Bugs that other ledgers, meters and clearing systems were reported to have (peers chapter), each
 * by its project and issue number: this ledger does not have them. Tail truncation that goes
 * unnoticed (formance 1666) is the journal's: {@code TornTailTest}, {@code DamageTest}.
 */
class PeerBugsTest {

    private final LedgerFixture f = LedgerFixture.federation();

    @BeforeEach
    void topUp() {
        f.given(f.grant("g1", "wal-kr", "1", GrantKind.PAID));
    }

    private void posted(String amount) {
        assertEquals(Pico.parse(amount), f.state.posted("wal-kr"));
    }

    private UsageRecord voids(String id, UsageRecord original) {
        UsageRecord usage = f.usage(id, "wal-kr");
        usage.kind = UsageKind.VOIDED;
        usage.correctsSource = original.source;
        usage.correctsId = original.id;
        Arrays.fill(usage.tokens, 0);
        return f.record(usage);
    }

    /** A refund that was answered with a conflict had moved the money all the same. */
    @Test
    void blnk374RefundAnswered409YetMovedMoney() {
        UsageRecord original = f.record(f.usage("u", "wal-kr"));
        voids("v", original);
        posted("1");
        String before = f.state.digest();
        UsageRecord other = f.usage("v", "wal-kr");
        other.kind = UsageKind.VOIDED;
        other.correctsSource = original.source;
        other.correctsId = original.id;
        other.requestId = "another body";
        assertEquals(UsageStatus.CONFLICT, f.record(other).status);
        assertEquals(before, f.state.digest());
    }

    /** A hold that was rejected could be committed. */
    @Test
    void blnk182RejectedHoldCommitted() {
        f.refuses(
                new OpenHold(hold("h", "wal-kr", "kr-sejong-1", 1 << 20, 1, OnExpiry.RELEASE)),
                RefusalCode.INSUFFICIENT_BALANCE,
                "wallet");
        f.refuses(new CommitHold("h", 1, used(1, 1), true), RefusalCode.NOT_FOUND, "hold");
        posted("1");
    }

    /** A balance in a cache was lost without a word; here it is a sum of journaled events. */
    @Test
    void midaz2425CachedBalanceLostSilently() {
        f.opened(hold("h", "wal-kr"));
        f.record(f.usage("u", "wal-kr"));
        f.given(new CommitHold("h", 1, used(100, 4), true));
        assertEquals(f.state.posted("wal-kr"), f.replayed().posted("wal-kr"));
        assertEquals(f.state.digest(), f.replayed().digest());
    }

    /** Cancelling a pending transaction corrupted the balances. */
    @Test
    void midaz2317CancelOfPendingCorruptsBalances() {
        f.opened(hold("h", "wal-kr"));
        f.given(new ReleaseHold("h", 1, "cancelled"));
        posted("1");
        assertEquals(Pico.ZERO, f.state.held("wal-kr"));
        assertTrue(f.state.isBalanced());
    }

    /** Cancelling twice, or after it was committed, gave credit back a second time. */
    @Test
    void midaz2437CancelTwice() {
        f.opened(hold("h", "wal-kr"));
        f.given(new CommitHold("h", 1, used(100, 4), true));
        f.refuses(new ReleaseHold("h", 2, "cancelled"), RefusalCode.HOLD_CLOSED, "hold");
        posted("0.9855");
        f.opened(hold("h2", "wal-kr"));
        f.given(new ReleaseHold("h2", 1, "cancelled"));
        assertInstanceOf(Decision.Replayed.class, f.when(new ReleaseHold("h2", 1, "cancelled")));
        posted("0.9855");
    }

    /** The id was claimed before the write, so that the retry metered zero. */
    @Test
    void openmeter5118RetryAfterClaimedIdMetersZero() {
        UsageRecord usage = f.usage("u", "wal-kr");
        new UsageIdentity().seal(usage);
        LedgerDecider.decideUsage(usage, f.state, f.now());
        // The decision is lost before it is journaled: nothing has claimed the id.
        UsageRecord retry = f.record(f.usage("u", "wal-kr"));
        assertEquals(UsageStatus.ACCEPTED, retry.status);
        posted("0.9825");
    }

    /** Two top-ups of one payment were both credited. */
    @Test
    void lago5870DuplicateTopUpsBothCredited() {
        f.refuses(
                f.grant("g1", "wal-kr", "1", GrantKind.PAID), RefusalCode.ALREADY_EXISTS, "grant");
        LedgerCommand topUp = f.grant("g2", "wal-kr", "1", GrantKind.PAID);
        f.when("payment-1", topUp, 1);
        assertInstanceOf(Decision.Replayed.class, f.when("payment-1", topUp, 1));
        posted("2");
    }

    /** Reservations leaked when their request ended badly. */
    @Test
    void litellm27639And30522ReservationsLeak() {
        for (int i = 0; i < 50; i++) {
            f.opened(hold("h" + i, "wal-kr"));
        }
        f.after(60_000_000_000L);
        f.passDeadlines();
        assertEquals(Pico.ZERO, f.state.held("wal-kr"));
        assertEquals(0, f.state.openHolds());
        posted("1");
    }

    /** Cached tokens were priced as fresh ones, or twice. */
    @Test
    void litellm9812And11364CachedTokensMispriced() {
        UsageRecord usage = f.usage("u", "wal-kr");
        usage.tokens[TokenClass.INPUT_UNCACHED.ordinal()] = 20;
        usage.tokens[TokenClass.INPUT_CACHE_READ.ordinal()] = 80;
        usage.tokens[TokenClass.OUTPUT_TEXT.ordinal()] = 0;
        // 20 at 0.000125 and 80 at 0.000025.
        assertEquals(Pico.parse("0.0045"), f.record(usage).retail());
    }

    /** Windows closed under load were out of balance: membership was read from a mutable row. */
    @Test
    void mojaloop4375WindowsOutOfBalanceWhenClosedUnderLoad() {
        UsageRecord before = f.usage("u1", "wal-kr");
        before.servingOperator = "op-fr";
        f.record(before);
        f.after(10);
        f.given(new LedgerCommand.Settlement.CutOffWindow("w1", f.now() - 5, "w2"));
        UsageRecord after = f.usage("u2", "wal-kr");
        after.servingOperator = "op-fr";
        f.record(after);
        UsageRecord late = f.usage("u3", "wal-kr");
        late.servingOperator = "op-fr";
        late.endedEpochNanos = before.endedEpochNanos;
        f.record(late);
        f.given(new LedgerCommand.Settlement.FenceWindow("w1"));
        UsageRecord later = f.usage("u4", "wal-kr");
        later.servingOperator = "op-fr";
        later.endedEpochNanos = before.endedEpochNanos;
        f.record(later);
        assertEquals("w1", window(before));
        assertEquals("w2", window(after));
        assertEquals("w1", window(late));
        assertEquals("w2", window(later));
        assertTrue(later.late);
        assertEquals(
                f.state.totals().accepted(),
                f.state.windows.get(0).records() + f.state.windows.get(1).records());
    }

    private String window(UsageRecord usage) {
        return f.state.names().windows.nameOf(usage.windowRef);
    }

    /** Credits of a window that is not settled covered a participant who then had nothing. */
    @Test
    void mojaloop3482CreditsOfAnUnsettledWindowCoverNobody() {
        f.given(f.grant("e", "wal-fr", "100", GrantKind.PAID));
        f.given(
                new LedgerCommand.Caps.SetNetDebitCap(
                        "op-kr", "EUR", Pico.parse("0.00001"), 10_000));
        // op-fr comes to owe op-kr a lot, in op-kr's favour and unsettled.
        UsageRecord credit = f.usage("u", "wal-fr");
        credit.servingOperator = "op-kr";
        credit.tokens[0] = 1_000_000;
        assertEquals(UsageStatus.ACCEPTED, f.record(credit).status);
        assertNotEquals(Pico.ZERO, f.balance("interop.receivable/op-kr/op-fr", "KRW"));
        f.refuses(
                new OpenHold(hold("h", "wal-kr", "fr-paris-1", 100, 10, OnExpiry.RELEASE)),
                RefusalCode.CAP_EXCEEDED,
                "factory");
    }
}
