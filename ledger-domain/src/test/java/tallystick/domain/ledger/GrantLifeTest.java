package tallystick.domain.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tallystick.domain.ledger.LedgerFixture.MODEL;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tallystick.domain.GrantKind;
import tallystick.domain.GrantTerms;
import tallystick.domain.GrantTerms.Rollover;
import tallystick.domain.LedgerCommand.Reference.RegisterModel;
import tallystick.domain.LedgerCommand.Wallets.IssueGrant;
import tallystick.domain.LedgerCommand.Wallets.ResumeWallet;
import tallystick.domain.LedgerCommand.Wallets.SetAlerts;
import tallystick.domain.LedgerCommand.Wallets.SetAutoTopUp;
import tallystick.domain.LedgerCommand.Wallets.SuspendWallet;
import tallystick.domain.LedgerCommand.Wallets.TransferCredit;
import tallystick.domain.LedgerCommand.Wallets.VoidGrant;
import tallystick.domain.RefusalCode;
import tallystick.domain.money.Pico;
import tallystick.domain.usage.UsageRecord;

/** Credit from its grant to its end. Each usage record costs 0.0175 won. */
class GrantLifeTest {

    private static final long SECOND = 1_000_000_000L;

    private final LedgerFixture f = LedgerFixture.federation();

    private static Pico pico(String amount) {
        return Pico.parse(amount);
    }

    private void grant(String grant, String amount, GrantKind kind, int priority, long expiresAt) {
        grant(grant, amount, kind, priority, expiresAt, List.of(), null);
    }

    private void grant(
            String grant,
            String amount,
            GrantKind kind,
            int priority,
            long expiresAt,
            List<String> models,
            @Nullable Rollover rollover) {
        f.given(new IssueGrant(terms(grant, amount, kind, priority, expiresAt, models, rollover)));
    }

    private static GrantTerms terms(
            String grant,
            String amount,
            GrantKind kind,
            int priority,
            long expiresAt,
            List<String> models,
            @Nullable Rollover rollover) {
        return new GrantTerms(
                grant,
                "wal-kr",
                pico(amount),
                "KRW",
                kind,
                priority,
                LedgerFixture.START - 1,
                expiresAt,
                models,
                rollover);
    }

    private String drawn(String id) {
        UsageRecord usage = f.record(f.usage(id, "wal-kr"));
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < usage.drawCount; i++) {
            names.append(f.state.names().grants.nameOf(usage.drawGrantRef[i])).append(' ');
        }
        return names.toString().strip();
    }

    @Test
    void drawsApplicableThenByPriorityExpiryAndAge() {
        f.given(new RegisterModel("other"));
        long soon = f.now() + 100 * SECOND;
        grant("never", "0.0175", GrantKind.PAID, 5, GrantTerms.NEVER);
        grant("never2", "0.0175", GrantKind.PAID, 5, GrantTerms.NEVER);
        grant("soon", "0.0175", GrantKind.PAID, 5, soon);
        grant("first", "0.0175", GrantKind.PROMO, 1, GrantTerms.NEVER);
        grant("alien", "1", GrantKind.PROMO, 0, GrantTerms.NEVER, List.of("other"), null);
        assertEquals("first", drawn("u1"));
        assertEquals("soon", drawn("u2"));
        assertEquals("never", drawn("u3"));
        assertEquals("never2", drawn("u4"));
        assertEquals("", drawn("u5"));
        assertEquals(pico("1"), f.state.posted("wal-kr"), "credit for another model is not drawn");
        assertEquals(pico("0.0175"), f.state.shortfall("wal-kr"));
    }

    @Test
    void unusedPaidCreditExpiresToBreakageWithoutTraffic() {
        grant("p", "1", GrantKind.PAID, 5, f.now() + SECOND);
        grant("g", "2", GrantKind.GOODWILL, 5, f.now() + SECOND);
        f.record(f.usage("u1", "wal-kr"));
        f.after(SECOND - 1);
        f.passDeadlines();
        assertEquals(pico("2.9825"), f.state.posted("wal-kr"));
        f.after(1);
        f.passDeadlines();
        assertEquals(Pico.ZERO, f.state.posted("wal-kr"));
        assertEquals(pico("0.9825"), f.balance("breakage/op-kr", "KRW"));
        assertEquals(Pico.ZERO, f.balance("promo/op-kr", "KRW"), "given credit goes back");
        assertEquals(f.state.digest(), f.replayed().digest());
    }

    @Test
    void aShareRollsOverSoOftenAsAgreed() {
        grant(
                "p",
                "1",
                GrantKind.PAID,
                5,
                f.now() + SECOND,
                List.of(MODEL),
                new Rollover(5_000, 10 * SECOND, 2));
        f.after(SECOND);
        f.passDeadlines();
        assertEquals(pico("0.5"), f.state.posted("wal-kr"));
        assertEquals("p+1", drawn("u1"));
        f.after(10 * SECOND);
        f.passDeadlines();
        assertEquals(pico("0.24125"), f.state.posted("wal-kr"));
        f.after(10 * SECOND);
        f.passDeadlines();
        assertEquals(Pico.ZERO, f.state.posted("wal-kr"));
        assertEquals(pico("0.9825"), f.balance("breakage/op-kr", "KRW"));
        assertEquals(f.state.digest(), f.replayed().digest());
    }

    @Test
    void aVoidedGrantGoesBackWhereItCameFrom() {
        grant("p", "1", GrantKind.PAID, 5, GrantTerms.NEVER);
        f.record(f.usage("u1", "wal-kr"));
        f.opened(LedgerFixture.hold("h", "wal-kr"));
        f.given(new VoidGrant("p", "charged back"));
        assertEquals(pico("0.0175"), f.state.posted("wal-kr"), "what is held stays");
        assertEquals(pico("0.035"), f.balance("funding/op-kr", "KRW"));
        f.refuses(new VoidGrant("p", "again"), RefusalCode.WRONG_STATE, "grant");
        f.refuses(new VoidGrant("x", "again"), RefusalCode.NOT_FOUND, "grant");
        f.refuses(new VoidGrant("p", ""), RefusalCode.INVALID_REQUEST, "reason");
        f.after(61 * SECOND);
        f.passDeadlines();
        assertEquals(Pico.ZERO, f.state.posted("wal-kr"), "what came back has lapsed");
        assertEquals(f.state.digest(), f.replayed().digest());
    }

    @Test
    void creditMovesToAnotherWalletOfTheOperator() {
        f.given(f.wallet("to-kr", "tnt-kr", "KRW", "retail-kr", "0.01"));
        UsageRecord debt = f.usage("u1", "to-kr");
        f.record(debt);
        grant("p", "1", GrantKind.PAID, 5, GrantTerms.NEVER);
        grant("promo", "1", GrantKind.PROMO, 1, GrantTerms.NEVER);
        TransferCredit tooMuch = new TransferCredit("t", "wal-kr", "to-kr", pico("1.5"), "KRW");
        f.refuses(tooMuch, RefusalCode.INSUFFICIENT_BALANCE, "amount");
        f.given(new TransferCredit("t", "wal-kr", "to-kr", pico("0.4"), "KRW"));
        assertEquals(pico("1.6"), f.state.posted("wal-kr"));
        assertEquals(pico("0.3825"), f.state.posted("to-kr"), "the receiver's debts come first");
        assertEquals(Pico.ZERO, f.state.shortfall("to-kr"));
        f.refuses(
                new TransferCredit("t", "wal-kr", "to-kr", pico("0.1"), "KRW"),
                RefusalCode.ALREADY_EXISTS,
                "transfer");
        f.refuses(
                new TransferCredit("t2", "wal-kr", "wal-kr", pico("0.1"), "KRW"),
                RefusalCode.INVALID_REQUEST,
                "to_wallet");
        f.refuses(
                new TransferCredit("t2", "wal-kr", "wal-fr", pico("0.1"), "KRW"),
                RefusalCode.INVALID_REQUEST,
                "to_wallet");
        f.refuses(
                new TransferCredit("t2", "wal-kr", "to-kr", pico("0.1"), "EUR"),
                RefusalCode.ASSET_MISMATCH,
                "asset");
        f.refuses(
                new TransferCredit("t2", "wal-kr", "to-kr", Pico.ZERO, "KRW"),
                RefusalCode.INVALID_REQUEST,
                "amount");
        assertEquals(f.state.digest(), f.replayed().digest());
    }

    @Test
    void aFallingBalanceSetsOffWhatWasAskedFor() {
        grant("p", "0.05", GrantKind.PAID, 5, GrantTerms.NEVER);
        f.given(new SetAlerts("wal-kr", List.of(pico("0.04"), pico("0.01"))));
        f.given(new SetAutoTopUp("wal-kr", pico("0.02"), pico("10")));
        assertEquals(UsageRecord.ALERT_LOW, f.record(f.usage("u1", "wal-kr")).alerts);
        assertEquals(UsageRecord.ALERT_TOP_UP, f.record(f.usage("u2", "wal-kr")).alerts);
        assertEquals(
                UsageRecord.ALERT_LOW | UsageRecord.ALERT_DEPLETED,
                f.record(f.usage("u3", "wal-kr")).alerts);
        assertEquals(0, f.record(f.usage("u4", "wal-kr")).alerts, "told once");
        f.given(new SetAlerts("wal-kr", List.of()));
        f.given(new SetAutoTopUp("wal-kr", Pico.ZERO, Pico.ZERO));
        f.given(f.grant("p2", "wal-kr", "0.03", GrantKind.PAID));
        assertEquals(0, f.record(f.usage("u5", "wal-kr")).alerts);
        f.refuses(
                new SetAlerts("wal-kr", List.of(pico("-1"))),
                RefusalCode.INVALID_REQUEST,
                "thresholds[0]");
        f.refuses(new SetAlerts("nobody", List.of()), RefusalCode.NOT_FOUND, "wallet");
        f.refuses(
                new SetAutoTopUp("nobody", Pico.ZERO, Pico.ZERO), RefusalCode.NOT_FOUND, "wallet");
    }

    @Test
    void aSuspendedWalletIsStillChargedForWhatHappened() {
        grant("p", "1", GrantKind.PAID, 5, GrantTerms.NEVER);
        f.given(new SuspendWallet("wal-kr", "fraud"));
        f.refuses(new SuspendWallet("wal-kr", "fraud"), RefusalCode.WRONG_STATE, "wallet");
        f.record(f.usage("u1", "wal-kr"));
        assertEquals(pico("0.9825"), f.state.posted("wal-kr"));
        f.given(new ResumeWallet("wal-kr"));
        f.refuses(new ResumeWallet("wal-kr"), RefusalCode.WRONG_STATE, "wallet");
        f.refuses(new ResumeWallet("nobody"), RefusalCode.NOT_FOUND, "wallet");
        f.refuses(new SuspendWallet("wal-kr", ""), RefusalCode.INVALID_REQUEST, "reason");
    }

    @Test
    void refusesGrantsThatMeanNothing() {
        long later = f.now() + SECOND;
        refuses(List.of("nothing"), null, RefusalCode.NOT_FOUND, "applies_to[0]", later);
        refuses(List.of(MODEL, MODEL), null, RefusalCode.INVALID_REQUEST, "applies_to[1]", later);
        refuses(
                List.of(),
                new Rollover(0, 1, 1),
                RefusalCode.INVALID_REQUEST,
                "rollover.share_basis_points",
                later);
        refuses(
                List.of(),
                new Rollover(1, 0, 1),
                RefusalCode.INVALID_REQUEST,
                "rollover.period",
                later);
        refuses(
                List.of(),
                new Rollover(1, 1, 0),
                RefusalCode.INVALID_REQUEST,
                "rollover.times",
                later);
        assertTrue(f.state.isBalanced());
        assertFalse(f.state.names().grants.contains("bad"));
    }

    private void refuses(
            List<String> models,
            @Nullable Rollover rollover,
            RefusalCode code,
            String field,
            long later) {
        f.refuses(
                new IssueGrant(terms("bad", "1", GrantKind.PAID, 5, later, models, rollover)),
                code,
                field);
    }
}
