package tallystick.projections;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.axonframework.eventhandling.EventMessage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tallystick.domain.GrantKind;
import tallystick.domain.GrantShare;
import tallystick.domain.GrantTerms;
import tallystick.domain.HoldReservation;
import tallystick.domain.HoldState;
import tallystick.domain.HoldTerms;
import tallystick.domain.LedgerEvent;
import tallystick.domain.LedgerEvent.Holds;
import tallystick.domain.LedgerEvent.Reference.TenantRegistered;
import tallystick.domain.LedgerEvent.UsageRecorded;
import tallystick.domain.LedgerEvent.Wallets;
import tallystick.domain.WalletTerms;
import tallystick.domain.money.Pico;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;
import tallystick.projections.check.ProjectionCheck;
import tallystick.projections.check.ProjectionCheck.Entry;
import tallystick.projections.parking.ParkedView;
import tallystick.projections.wallet.HoldView;
import tallystick.projections.wallet.WalletBalanceProjection;
import tallystick.projections.wallet.WalletBalanceView;
import tallystick.projections.wallet.WalletBalanceView.AutoTopUp;
import tallystick.projections.wallet.WalletBalanceView.GrantBalance;
import tallystick.projections.wallet.WalletBalanceView.WalletBalance;

/** Small histories made by hand: what holds and grants do to a balance, to the last unit. */
class HoldFoldTest {

    private static final long DAY_NANOS = 86_400_000_000_000L;

    private final List<Entry> entries = new ArrayList<>();
    private final DataSource database = TestDatabase.fresh();
    private final Units units = new Units(database);
    private final WalletBalanceProjection projection =
            new WalletBalanceProjection(units.dataSource());
    private final WalletBalanceView balances = new WalletBalanceView(database);
    private final HoldView holds = new HoldView(database);
    private long now = LedgerHistory.START;
    private int folded;

    @BeforeEach
    void openTwoWallets() {
        happens(new TenantRegistered("acme", "op-kr"));
        for (String wallet : List.of("w-1", "w-2")) {
            happens(
                    new Wallets.WalletOpened(
                            new WalletTerms(
                                    wallet, "acme", "KRW", "retail", Pico.of(50), List.of())));
        }
        happens(
                new Wallets.GrantIssued(
                        grant("g-1", "w-1", 1_000, List.of("small"), null), Pico.ZERO, Pico.ZERO));
    }

    private static GrantTerms grant(
            String name,
            String wallet,
            long amount,
            List<String> models,
            GrantTerms.@Nullable Rollover rollover) {
        return new GrantTerms(
                name,
                wallet,
                Pico.of(amount),
                "KRW",
                GrantKind.PAID,
                1,
                0,
                LedgerHistory.START + DAY_NANOS,
                models,
                rollover);
    }

    private void happens(LedgerEvent event) {
        long position = 0;
        if (!entries.isEmpty()) {
            Entry last = entries.getLast();
            position = last.firstPosition() + JournalDouble.length(last.event());
        }
        entries.add(new Entry(position, now, event));
    }

    /** Folds what happened, so many entries at a time, and checks every table. */
    private void fold(int batch) throws Exception {
        take(batch);
        assertEquals(List.of(), new ProjectionCheck(database).compare(entries).differences());
    }

    private void take(int batch) throws Exception {
        while (folded < entries.size()) {
            int end = Math.min(entries.size(), folded + batch);
            List<EventMessage<?>> messages = new ArrayList<>();
            entries.subList(folded, end).forEach(entry -> messages.add(message(entry)));
            units.handle(projection, messages, () -> {});
            folded = end;
        }
    }

    private static EventMessage<?> message(Entry entry) {
        return JournalDouble.message(entry);
    }

    private static HoldReservation reserve(long ofGrant, long ofOverdraft) {
        return new HoldReservation(
                List.of(new GrantShare("g-1", Pico.of(ofGrant))), Pico.of(ofOverdraft), Pico.of(9));
    }

    private void openHold(String hold, HoldReservation reservation) {
        HoldTerms terms =
                new HoldTerms(
                        hold,
                        "w-1",
                        "small",
                        "site-op-kr",
                        null,
                        List.of(1L, 0L, 0L, 0L, 0L, 0L),
                        100,
                        1,
                        2,
                        HoldTerms.OnExpiry.RELEASE);
        happens(
                new Holds.HoldOpened(
                        terms, "retail@1", "", reservation, 100, now + 60, false, List.of()));
    }

    private static List<Long> used(long tokens) {
        return List.of(tokens, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L);
    }

    /** A charge of a hold: what was set aside for it, the rest from the grant too. */
    private void charge(String hold, long retail, long setAside) {
        UsageRecord usage = new UsageRecord();
        usage.status = UsageStatus.ACCEPTED;
        usage.wallet = "w-1";
        usage.walletRef = 0;
        usage.modelRef = 0;
        usage.model = "small";
        usage.retailVersionRef = 0;
        usage.hold = hold;
        usage.billed = new long[TokenClass.COUNT];
        usage.retailHi = retail >> 63;
        usage.retailLo = retail;
        usage.setAsideLo = setAside;
        usage.addDraw(0, usage.retailHi, usage.retailLo);
        usage.overrun = retail > setAside;
        happens(new UsageRecorded(List.of(usage)));
    }

    private WalletBalance balance(String wallet) {
        return Objects.requireNonNull(balances.find(wallet));
    }

    private HoldView.HoldStatus hold(String hold) {
        return Objects.requireNonNull(holds.find(hold));
    }

    private void assertBalance(String wallet, long posted, long held) {
        assertEquals(Pico.of(posted), balance(wallet).posted(), "posted");
        assertEquals(Pico.of(held), balance(wallet).held(), "held");
        assertEquals(Pico.of(posted - held), balance(wallet).available());
        assertEquals(Pico.of(posted - held + 50), balance(wallet).spendable());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 100})
    void aHoldLivesAndEndsWhateverTheBatches(int batch) throws Exception {
        openHold("h-1", reserve(300, 40));
        fold(batch);
        assertBalance("w-1", 1_000, 340);
        assertEquals(HoldState.OPEN, hold("h-1").state());
        assertEquals("KRW", hold("h-1").asset());

        charge("h-1", 100, 100);
        happens(new Holds.HoldCommitted("h-1", 1, used(10), false));
        fold(batch);
        assertBalance("w-1", 900, 240);

        happens(
                new Holds.HoldExtended(
                        "h-1", 2, used(20), 50, reserve(500, 0), 50, now + 90, true, List.of()));
        fold(batch);
        assertBalance("w-1", 900, 500);

        charge("h-1", 520, 500);
        happens(new Holds.HoldCommitted("h-1", 3, used(60), true));
        fold(batch);
        assertBalance("w-1", 380, 0);
        assertEquals(HoldState.COMMITTED, hold("h-1").state());
        assertEquals(3, hold("h-1").sequence());
        assertEquals(Pico.of(620), hold("h-1").charged());
        assertNotNull(hold("h-1").closedAt());
        assertEquals(List.of(), holds.openOf("w-1", -1, 10));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100})
    void whatIsStillSetAsideIsFreedHoweverAHoldEnds(int batch) throws Exception {
        openHold("h-1", reserve(300, 0));
        openHold("h-2", reserve(200, 0));
        openHold("h-3", reserve(100, 0));
        charge("h-1", 10, 10);
        fold(batch);
        assertBalance("w-1", 990, 590);
        assertEquals(3, holds.openOf("w-1", -1, 10).size());
        assertEquals("h-3", holds.openOf("w-1", hold("h-2").openedPosition(), 1).getFirst().hold());

        happens(new Holds.HoldReleased("h-1", 1, "client left"));
        happens(new Holds.HoldExpired("h-2"));
        fold(batch);
        assertBalance("w-1", 990, 100);
        assertEquals(HoldState.RELEASED, hold("h-1").state());
        assertEquals(HoldState.EXPIRED, hold("h-2").state());

        charge("h-2", 30, 0);
        happens(new Holds.HoldCommitted("h-2", 1, used(3), true));
        fold(batch);
        assertBalance("w-1", 960, 100);
        assertEquals(HoldState.EXPIRED, hold("h-2").state(), "it ended once");
        assertEquals(1, hold("h-2").sequence());
        assertEquals(Pico.of(30), hold("h-2").charged());
    }

    @Test
    void closedHoldsAreDroppedAfterFortyDays() throws Exception {
        openHold("h-1", reserve(300, 0));
        openHold("h-2", reserve(10, 0));
        happens(new Holds.HoldExpired("h-1"));
        now += 40 * DAY_NANOS;
        openHold("h-3", reserve(1, 0));
        fold(1);
        assertNotNull(holds.find("h-1"), "just forty days");

        now++;
        openHold("h-4", reserve(1, 0));
        charge("h-1", 5, 0);
        fold(1);
        assertNull(holds.find("h-1"));
        assertNotNull(holds.find("h-2"), "open ones stay");
        assertBalance("w-1", 995, 12);
    }

    @Test
    void aChargeOfWhatNobodySetAsideIsParked() throws Exception {
        fold(100);
        ParkedView parked = new ParkedView(database);
        assertNull(parked.since(projection.group()));
        int charge = entries.size();
        charge("h-9", 5, 5);
        take(100);
        assertEquals(charge, parked.letters(projection.group(), -1, 10).getFirst().position());
        int expiry = entries.size();
        happens(new Holds.HoldExpired("h-9"));
        take(100);
        assertEquals(expiry, parked.letters(projection.group(), -1, 10).getLast().position());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100})
    void creditLapsesLivesOnMovesAndGoesBack(int batch) throws Exception {
        GrantTerms.Rollover rollover = new GrantTerms.Rollover(5_000, DAY_NANOS, 2);
        GrantTerms successor = grant("g-1+1", "w-1", 400, List.of("small"), rollover);
        happens(new Wallets.GrantExpired("g-1", Pico.of(500), Pico.of(400), successor));
        happens(
                new Wallets.CreditTransferred(
                        "t-1",
                        "w-1",
                        "w-2",
                        "KRW",
                        List.of(new GrantShare("g-1+1", Pico.of(150))),
                        Pico.of(20),
                        Pico.of(30)));
        happens(new Wallets.GrantVoided("g-1+1", Pico.of(50), "paid back"));
        fold(batch);

        assertBalance("w-1", 300, 0);
        assertBalance("w-2", 120, 0);
        assertEquals(Pico.of(-30), balance("w-2").shortfall());
        List<GrantBalance> grants = balances.grantsOf("w-1");
        assertEquals(List.of(Pico.of(100), Pico.of(200)), remaining(grants));
        assertEquals(rollover, grants.get(1).rollover());
        assertEquals(List.of("small"), grants.get(1).appliesTo());
        assertNull(grants.get(0).rollover());
        assertEquals(grants.subList(1, 2), balances.grantsOf("w-1", "g-1", 10));
        assertEquals(grants.subList(0, 1), balances.grantsOf("w-1", "", 1));
        GrantBalance moved = balances.grantsOf("w-2").getFirst();
        assertEquals(Pico.of(150), moved.amount());
        assertEquals(Pico.of(100), moved.remaining());
        assertEquals(100, moved.priority());
        assertEquals(GrantKind.PAID, moved.kind());
        assertNull(moved.expiresAt());

        charge("none", 7, 0);
        fold(batch);
        assertEquals(Pico.of(93), balances.grantsOf("w-1").getFirst().remaining(), "numbers hold");
    }

    private static List<Pico> remaining(List<GrantBalance> grants) {
        return grants.stream().map(GrantBalance::remaining).toList();
    }

    @Test
    void aRefundGivesBackToGrantAndBalance() throws Exception {
        charge("none", 300, 0);
        charge("none", -100, 0);
        fold(100);
        assertBalance("w-1", 800, 0);
        assertEquals(Pico.of(800), balances.grantsOf("w-1").getFirst().remaining());
    }

    @Test
    void settingsAreKeptAsLastSet() throws Exception {
        happens(new Wallets.WalletSuspended("w-1", "unpaid"));
        happens(new Wallets.AlertsSet("w-1", List.of(new Pico(1, 0), Pico.of(5))));
        happens(new Wallets.AutoTopUpSet("w-1", Pico.of(10), Pico.of(100)));
        fold(100);
        assertTrue(balance("w-1").isSuspended());
        assertEquals("unpaid", balance("w-1").suspendedReason());
        assertEquals(List.of(new Pico(1, 0), Pico.of(5)), balance("w-1").alertThresholds());
        assertEquals(new AutoTopUp(Pico.of(10), Pico.of(100)), balance("w-1").autoTopUp());
        assertFalse(balance("w-2").isSuspended());
        assertEquals(List.of(), balance("w-2").alertThresholds());
        assertNull(balance("w-2").autoTopUp());

        happens(new Wallets.WalletResumed("w-1"));
        happens(new Wallets.AlertsSet("w-1", List.of()));
        happens(new Wallets.AutoTopUpSet("w-1", Pico.of(10), Pico.ZERO));
        fold(100);
        assertNull(balance("w-1").suspendedReason());
        assertEquals(List.of(), balance("w-1").alertThresholds());
        assertNull(balance("w-1").autoTopUp());
        assertEquals(entries.getLast().firstPosition(), balance("w-1").position());
    }
}
