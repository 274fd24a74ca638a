package tallystick.domain.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import tallystick.domain.AgreementTerms;
import tallystick.domain.ClosingCommand;
import tallystick.domain.DefaultCommand;
import tallystick.domain.DisputeCommand;
import tallystick.domain.FxCommand;
import tallystick.domain.GrantKind;
import tallystick.domain.GrantTerms;
import tallystick.domain.HoldTerms;
import tallystick.domain.LedgerCommand;
import tallystick.domain.LineClaim;
import tallystick.domain.WalletTerms;
import tallystick.domain.WindowRunCommand;
import tallystick.domain.money.Assets;
import tallystick.domain.money.Pico;
import tallystick.domain.quota.QuotaMeasure;
import tallystick.domain.quota.QuotaMode;
import tallystick.domain.quota.QuotaPeriod;
import tallystick.domain.quota.QuotaScope;
import tallystick.domain.quota.QuotaTerms;
import tallystick.domain.rating.PriceLine;
import tallystick.domain.rating.PriceTier;
import tallystick.domain.rating.TariffKind;
import tallystick.domain.rating.TariffTerms;
import tallystick.domain.rating.TierMode;
import tallystick.domain.settlement.BatchNotice;
import tallystick.domain.settlement.BusinessCalendar;
import tallystick.domain.settlement.CutOffCalendar;
import tallystick.domain.settlement.FxTerms;
import tallystick.domain.settlement.Recast;
import tallystick.domain.settlement.Rounding;
import tallystick.domain.settlement.SettlementLeg;
import tallystick.domain.settlement.SettlementModelTerms;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageKind;
import tallystick.domain.usage.UsageRecord;

/** A state is the same when it was saved and loaded, whatever is in it. */
@NullUnmarked
class SavedStateTest {

    private static final long SECOND = 1_000_000_000L;

    /** Fields that nothing in a ledger without a fault fills. */
    private static final Set<String> NEVER_FILLED =
            Set.of("Accounts.outOfBalance", "Answer.hold", "LedgerState.lastPosition");

    @Test
    void everyFieldComesBack() {
        LedgerFixture f = rich();
        LedgerState loaded = SavedStates.load(SavedStates.save(f.state), f.history());
        SortedMap<String, Boolean> filled = SavedStates.requireSame(f.state, loaded);
        Set<String> empty = new TreeSet<>();
        filled.forEach(
                (field, isFilled) -> {
                    if (!isFilled && !NEVER_FILLED.contains(field)) {
                        empty.add(field);
                    }
                });
        assertEquals(Set.of(), empty, "the rich state has nothing in these fields");
    }

    /** Negative control: whichever number or flag of the loaded state is changed, it is noticed. */
    @Test
    void aFieldThatDiffersIsNoticed() throws IllegalAccessException {
        LedgerFixture f = rich();
        Map<String, Object> owners = new TreeMap<>();
        LedgerState loaded = SavedStates.load(SavedStates.save(f.state), f.history());
        for (Object object : SavedStates.reachable(loaded)) {
            for (Field field : SavedStates.fields(object.getClass())) {
                boolean canChange = !object.getClass().isRecord();
                if (canChange && (field.getType() == long.class || field.getType() == int.class)) {
                    owners.put(SavedStates.nameOf(field), object);
                }
            }
        }
        owners.keySet().removeAll(SavedStates.IGNORED.keySet());
        assertTrue(owners.size() >= 40, owners.keySet()::toString);
        for (Map.Entry<String, Object> owner : owners.entrySet()) {
            Object object = owner.getValue();
            for (Field field : SavedStates.fields(object.getClass())) {
                if (SavedStates.nameOf(field).equals(owner.getKey())) {
                    long value = field.getLong(object);
                    set(field, object, value + 1);
                    assertThrows(
                            Throwable.class,
                            () -> SavedStates.requireSame(f.state, loaded),
                            owner.getKey());
                    set(field, object, value);
                }
            }
        }
        SavedStates.requireSame(f.state, loaded);
    }

    private static void set(Field field, Object object, long value) throws IllegalAccessException {
        if (field.getType() == int.class) {
            field.setInt(object, (int) value);
        } else {
            field.setLong(object, value);
        }
    }

    @Test
    void anEmptyLedgerComesBack() {
        LedgerState state = new LedgerState();
        assertEquals(state.digest(), SavedStates.again(state, p -> null).digest());
    }

    @Test
    void savingTwiceGivesTheSameBytes() {
        LedgerFixture f = rich();
        byte[] first = SavedStates.save(f.state);
        LedgerState loaded = SavedStates.load(first, f.history());
        assertTrue(Arrays.equals(first, SavedStates.save(loaded)));
    }

    @Test
    void aStateThatIsCutShortIsRefused() {
        byte[] saved = SavedStates.save(rich().state);
        for (int length = 0; length < saved.length; length += 1 + length / 50) {
            byte[] cut = Arrays.copyOf(saved, length);
            assertThrows(
                    StateFormatException.class,
                    () -> SavedStates.load(cut, p -> null),
                    "" + length);
        }
    }

    @Test
    void aStateOfAnotherFormatIsRefused() {
        byte[] saved = SavedStates.save(new LedgerState());
        int formatAt = Long.BYTES + "ledger".length();
        assertEquals(LedgerState.FORMAT, saved[formatAt]);
        saved[formatAt]++;
        StateFormatException refused =
                assertThrows(StateFormatException.class, () -> SavedStates.load(saved, p -> null));
        assertTrue(
                refused.getMessage().contains("format " + (LedgerState.FORMAT + 1)),
                refused.getMessage());
    }

    /** After a load old fingerprints are asked of the history; before, they are at hand. */
    @Test
    void repetitionsAreToldFromConflictsAfterALoad() {
        LedgerFixture f = LedgerFixture.federation();
        f.given(f.grant("g1", "wal-kr", "100000", GrantKind.PAID));
        for (int i = 0; i < 50; i++) {
            f.record(f.usage("u" + i, "wal-kr"));
        }
        List<Long> asked = new ArrayList<>();
        f.state =
                SavedStates.load(
                        SavedStates.save(f.state),
                        position -> {
                            asked.add(position);
                            return f.recorded(position);
                        });
        UsageRecord again = f.record(f.usage("u7", "wal-kr"));
        assertEquals("DUPLICATE", again.status.name());
        assertEquals(List.of(again.position), asked);
        UsageRecord other = f.usage("u7", "wal-kr");
        other.tokens[0]++;
        assertEquals("CONFLICT", f.record(other).status.name());
        asked.clear();
        f.record(f.usage("new", "wal-kr"));
        assertEquals("DUPLICATE", f.record(f.usage("new", "wal-kr")).status.name());
        assertEquals(List.of(), asked, "what was recorded since is at hand");
    }

    /** The first version published has the number 0, and none is kept as a negative one. */
    @Test
    void aHoldKeepsTheFirstVersionOfAllAsItsInterOperatorTariff() throws IllegalAccessException {
        LedgerFixture f = new LedgerFixture();
        f.given(new LedgerCommand.Reference.RegisterOperator("op-kr", "KR", "KRW", ""));
        f.given(new LedgerCommand.Reference.RegisterOperator("op-fr", "FR", "EUR", ""));
        f.given(new LedgerCommand.Reference.RegisterFactory("fr-paris-1", "op-fr", "FR"));
        f.given(new LedgerCommand.Reference.RegisterModel(LedgerFixture.MODEL));
        f.given(new LedgerCommand.Reference.RegisterTenant("tnt-kr", "op-kr"));
        f.given(f.tariff("iot-fr", TariffKind.INTER_OPERATOR, "op-fr", "EUR", 300_000L));
        f.given(f.tariff("retail-kr", TariffKind.RETAIL, "op-kr", "KRW", 500_000_000L));
        f.given(f.agreement("kr-fr", "op-kr", "op-fr", "iot-fr"));
        f.given(new LedgerCommand.Settlement.OpenWindow("w1", "daily", LedgerFixture.START - 1));
        f.given(f.wallet("wal-kr", "tnt-kr", "KRW", "retail-kr", "0"));
        f.given(f.grant("g1", "wal-kr", "100000", GrantKind.PAID));
        f.opened(
                LedgerFixture.hold("h", "wal-kr", "fr-paris-1", 10, 5, HoldTerms.OnExpiry.RELEASE));
        SavedStates.requireSame(f.state, SavedStates.again(f.state, f::recorded));
    }

    /** A ledger in which nothing is empty. */
    private static LedgerFixture rich() {
        LedgerFixture f = LedgerFixture.federation(3);
        f.given(
                new LedgerCommand.Reference.RegisterOperator(
                        "op-in", "IN", "INR", Base64.getEncoder().encodeToString(new byte[32])));
        f.given(new LedgerCommand.Reference.RegisterModel("second"));
        for (String colliding : NameTableTest.colliding(6)) {
            f.given(new LedgerCommand.Reference.RegisterModel(colliding));
        }
        f.given(new LedgerCommand.Reference.RegisterTenant("tnt-in", "op-in"));
        f.given(f.tariff("iot-in", TariffKind.INTER_OPERATOR, "op-in", "INR", 9));
        f.given(
                new LedgerCommand.Reference.ConcludeAgreement(
                        new AgreementTerms("x", "op-fr", "op-in", "iot-in", "weekly", 0)));
        f.given(new LedgerCommand.Settlement.OpenWindow("x1", "weekly", f.now() - 1));
        f.given(f.grant("g1", "wal-kr", "1000000000", GrantKind.PAID));
        f.given(expiring(f, "g2", f.now() + 86_400 * SECOND));
        f.given(expiring(f, "g3", f.now() + 60 * 86_400 * SECOND));
        f.given(tiered(f.now()));
        limits(f);
        wallets(f);
        usage(f);
        holds(f);
        requests(f);
        settlement(f);
        RichTerms.given(f);
        f.given(expiring(f, "g4", f.now() + 60 * 86_400 * SECOND));
        RichTerms.alerting(f);
        return f;
    }

    private static LedgerCommand expiring(LedgerFixture f, String grant, long expires) {
        return new LedgerCommand.Wallets.IssueGrant(
                new GrantTerms(
                        grant,
                        "wal-kr",
                        Pico.ofUnits(500),
                        "KRW",
                        GrantKind.PROMO,
                        3,
                        f.now() - 1,
                        expires,
                        List.of("second", LedgerFixture.MODEL),
                        new GrantTerms.Rollover(5_000, SECOND, 2)));
    }

    private static LedgerCommand tiered(long from) {
        PriceLine tiers =
                new PriceLine(
                        LedgerFixture.MODEL,
                        TokenClass.OUTPUT_TEXT,
                        PriceLine.ANY,
                        100,
                        TierMode.GRADUATED,
                        List.of(new PriceTier(5, 50)));
        PriceLine local =
                new PriceLine(
                        "second",
                        TokenClass.OUTPUT_TEXT,
                        "KR",
                        1_000,
                        TierMode.VOLUME,
                        List.of(new PriceTier(5, 50)));
        return new LedgerCommand.Reference.PublishTariff(
                new TariffTerms(
                        "tiered",
                        TariffKind.RETAIL,
                        "op-kr",
                        "KRW",
                        "Asia/Seoul",
                        from,
                        Pico.ZERO,
                        List.of(tiers, local, LedgerFixture.price(TokenClass.INPUT_UNCACHED, 7))));
    }

    private static void limits(LedgerFixture f) {
        f.given(quota("q2", QuotaScope.WALLET, "wal-kr", QuotaPeriod.HOUR, true));
        f.given(quota("q1", QuotaScope.WALLET, "wal-kr", QuotaPeriod.MONTH, false));
        f.given(quota("q3", QuotaScope.MODEL, LedgerFixture.MODEL, QuotaPeriod.DAY, false));
        f.given(
                new LedgerCommand.Caps.SetBilateralCap(
                        "op-kr", "op-fr", "EUR", Pico.ofUnits(1_000_000)));
        f.given(
                new LedgerCommand.Caps.SetNetDebitCap(
                        "op-kr", "EUR", Pico.ofUnits(1_000_000), 9_000));
    }

    private static LedgerCommand quota(
            String name, QuotaScope scope, String subject, QuotaPeriod period, boolean sliding) {
        return new LedgerCommand.Quotas.SetQuota(
                new QuotaTerms(
                        name,
                        scope,
                        subject,
                        period,
                        sliding,
                        sliding ? QuotaMeasure.TOKENS : QuotaMeasure.MONEY,
                        sliding ? TokenClass.OUTPUT_TEXT : null,
                        sliding ? "" : "KRW",
                        Pico.ofUnits(1_000_000),
                        Pico.ofUnits(5),
                        QuotaMode.SHADOW));
    }

    private static void wallets(LedgerFixture f) {
        f.given(
                new LedgerCommand.Wallets.OpenWallet(
                        new WalletTerms(
                                "w3-kr",
                                "tnt-kr",
                                "KRW",
                                "tiered",
                                Pico.ofUnits(1),
                                List.of("KR", "FR"))));
        f.given(new LedgerCommand.Wallets.SetAlerts("wal-kr", List.of(Pico.ofUnits(3))));
        f.given(
                new LedgerCommand.Wallets.SetAutoTopUp(
                        "wal-kr", Pico.ofUnits(2), Pico.ofUnits(10)));
        f.given(new LedgerCommand.Wallets.SuspendWallet("wal-fr", "unpaid"));
    }

    private static void usage(LedgerFixture f) {
        for (int i = 0; i < 20; i++) {
            f.record(f.usage("home" + i, "wal-kr"));
            UsageRecord roaming = f.usage("roam" + i, "wal-kr");
            roaming.servingOperator = "op-fr";
            roaming.site = "fr-paris-1";
            roaming.apiKey = "key-1";
            roaming.modelServed = "served";
            roaming.tokens[TokenClass.OUTPUT_TEXT.ordinal()] = 100_000_000;
            assertEquals("ACCEPTED", f.record(roaming).status.name());
            UsageRecord overdrawn = f.usage("tier" + i, "w3-kr");
            f.record(overdrawn);
            UsageRecord numbered = f.usage("numbered" + i, "wal-kr");
            numbered.source += "/numbering";
            numbered.sequence = 100L + i;
            f.record(numbered);
        }
        UsageRecord unknown = f.usage("unknown", "wal-nobody-kr");
        assertEquals("SUSPENDED", f.record(unknown).status.name());
        UsageRecord old = f.usage("old", "wal-kr");
        old.endedEpochNanos -= 40L * 86_400 * SECOND;
        assertEquals("SUSPENDED", f.record(old).status.name());
        f.whenBy("alice", new LedgerCommand.Rerating.ProposeRelease(old.position, "known"));
        UsageRecord corrected = f.usage("fix", "wal-kr");
        corrected.kind = UsageKind.CORRECTED;
        corrected.correctsSource = corrected.source;
        corrected.correctsId = "home3";
        corrected.tokens[0] = 3;
        assertEquals("ACCEPTED", f.record(corrected).status.name());
    }

    private static void holds(LedgerFixture f) {
        f.opened(LedgerFixture.hold("h-old", "wal-kr"));
        f.given(new LedgerCommand.Holds.ReleaseHold("h-old", 1, "done"));
        f.after(25 * 3_600 * SECOND);
        f.opened(
                LedgerFixture.hold(
                        "h-late", "wal-kr", "fr-paris-1", 10, 5, HoldTerms.OnExpiry.RELEASE));
        f.after(120 * SECOND);
        f.passDeadlines();
        f.when(new LedgerCommand.Holds.CommitHold("h-late", 1, LedgerFixture.used(5, 2), true));
        f.opened(
                LedgerFixture.hold(
                        "h-open", "wal-kr", "fr-paris-1", 10, 5, HoldTerms.OnExpiry.RELEASE));
        f.given(new LedgerCommand.Holds.ExtendHold("h-open", 1, LedgerFixture.used(5, 2), 50));
        f.given(new LedgerCommand.Holds.CommitHold("h-open", 2, LedgerFixture.used(6, 3), false));
        UsageRecord metered = f.usage("metered", "wal-kr");
        metered.hold = "h-open";
        metered.kind = UsageKind.PROGRESS;
        metered.servingOperator = "op-fr";
        metered.site = "fr-paris-1";
        metered.tokens[TokenClass.INPUT_UNCACHED.ordinal()] = 7;
        metered.tokens[TokenClass.OUTPUT_TEXT.ordinal()] = 4;
        assertEquals("ACCEPTED", f.record(metered).status.name());
        f.given(f.grant("g-fr", "wal-fr", "100", GrantKind.GOODWILL));
        f.given(new LedgerCommand.Wallets.ResumeWallet("wal-fr"));
        f.opened(LedgerFixture.hold("h-fr", "wal-fr"));
        f.opened(
                LedgerFixture.hold(
                        "h-fr-kr", "wal-fr", "kr-sejong-1", 0, 1, HoldTerms.OnExpiry.RELEASE));
        f.given(new LedgerCommand.Wallets.SuspendWallet("wal-fr", "unpaid"));
        f.given(tiered(f.now() + 1_800 * SECOND));
        HoldTerms all =
                new HoldTerms(
                        "h-all",
                        "w3-kr",
                        "second",
                        "kr-sejong-1",
                        "key-1",
                        List.of(0L, 0L, 0L, 0L, 0L, 0L),
                        1L << 50,
                        60 * SECOND,
                        3_600 * SECOND,
                        HoldTerms.OnExpiry.COMMIT_FULL);
        assertTrue(f.opened(all).last());
    }

    private static void requests(LedgerFixture f) {
        f.when("key-1", new LedgerCommand.Reference.RegisterModel("other"), 7);
        f.when(
                "key-2",
                new LedgerCommand.Holds.OpenHold(
                        LedgerFixture.hold(
                                "h-too-much",
                                "wal-kr",
                                "kr-sejong-1",
                                TokenClass.MAX_TOKENS,
                                10,
                                HoldTerms.OnExpiry.RELEASE)),
                8);
    }

    private static void settlement(LedgerFixture f) {
        f.given(new LedgerCommand.Settlement.CutOffWindow("w1", f.now(), "w2"));
        UsageRecord late = f.usage("late", "wal-kr");
        late.endedEpochNanos = f.now() - SECOND;
        f.given(new LedgerCommand.Settlement.FenceWindow("w1"));
        assertTrue(f.record(late).late);
        long members = f.state.windows.get(0).records();
        f.given(new LedgerCommand.Settlement.SealWindow("w1", members, "00"));
        f.given(new LedgerCommand.Settlement.CalculateWindow("w1"));
        f.given(new LedgerCommand.Settlement.IssueStatements("w1", f.now() + SECOND, 3));
        f.whenBy("kim", new ClosingCommand.ProposeAffirmation("w1:op-kr:op-fr:EUR", "op-kr"));
        f.whenBy("lee", new ClosingCommand.ConfirmAffirmation("w1:op-kr:op-fr:EUR", "op-kr"));
        f.after(SECOND);
        f.given(new LedgerCommand.Settlement.NetWindow("w1"));
        paid(f);
        f.given(new LedgerCommand.Settlement.CutOffWindow("w2", f.now(), "w3"));
        netted(f, "w2");
        f.whenBy("hub-a", new ClosingCommand.ProposeAbort("w2", "wrong"));
        f.whenBy("hub-b", new ClosingCommand.AbortWindow("w2"));
        f.after(SECOND);
        f.given(new LedgerCommand.Settlement.CutOffWindow("w3", f.now(), "w4"));
        netted(f, "w3");
        exchanged(f);
        f.whenBy("hub-a", new ClosingCommand.ProposeAbort("w3", "wrong again"));
        dispute(f, "d1", "w1", "op-kr", "op-fr", "EUR");
        dispute(f, "d2", "w1", "op-fr", "op-kr", "KRW");
        f.after(SECOND);
        f.given(new LedgerCommand.Settlement.CutOffWindow("w4", f.now(), "w5"));
        recast(f);
        running(f);
    }

    /** A window whose nets are converted, with what is left over of the rounding. */
    private static void exchanged(LedgerFixture f) {
        FxSource ecb = new FxSource("ecb", 3);
        f.given(new LedgerCommand.Reference.RegisterOperator("bank", "DE", "EUR", ""));
        f.given(ecb.registered());
        f.given(ecb.fixes(f.now(), "EUR", "USD", "1.0845", 700));
        f.given(ecb.fixes(f.now(), "USD", "KRW", "131.7", 900_000));
        f.given(
                new FxCommand.SetFxTerms(
                        new FxTerms(
                                "daily",
                                "bank",
                                "ecb",
                                SECOND,
                                new TreeMap<>(Map.of("op-kr", "USD", "op-fr", "USD")))));
        f.given(new FxCommand.ConvertWindow("w3", List.of("op-in")));
        // Windows that follow are netted as they were before.
        f.given(
                new FxCommand.SetFxTerms(
                        new FxTerms(
                                "daily",
                                "bank",
                                "ecb",
                                SECOND,
                                new TreeMap<>(Map.of("op-in", "USD")))));
    }

    /** A window that takes its own steps, in grace, with one of its batches noted. */
    private static void running(LedgerFixture f) {
        f.given(
                new WindowRunCommand.DefineSettlementModel(
                        new SettlementModelTerms(
                                "daily",
                                CutOffCalendar.DAILY,
                                "Asia/Seoul",
                                720,
                                List.of(),
                                3_600 * SECOND,
                                SECOND,
                                2,
                                List.of())));
        UsageRecord roaming = f.usage("of a batch", "wal-kr");
        roaming.servingOperator = "op-fr";
        f.record(roaming);
        f.after(1);
        f.given(new LedgerCommand.Settlement.CutOffWindow("w5", f.now(), "w6"));
        f.given(
                new WindowRunCommand.NoteBatch(
                        new BatchNotice("w5", "op-fr", "op-kr", 1, 1, 110, false, "")));
        f.given(
                new WindowRunCommand.NoteBatch(
                        new BatchNotice("w5", "op-kr", "op-fr", 1, 0, 0, true, "")));
        f.given(
                new WindowRunCommand.DefineSettlementModel(
                        new SettlementModelTerms(
                                "by hand",
                                CutOffCalendar.CUSTOM,
                                "UTC",
                                0,
                                List.of(f.now() + SECOND),
                                SECOND,
                                SECOND,
                                2,
                                List.of(
                                        new BusinessCalendar(
                                                "EUR",
                                                new TreeSet<>(Set.of(DayOfWeek.SUNDAY)),
                                                new TreeSet<>(
                                                        Set.of(LocalDate.of(2026, 12, 25))))))));
    }

    /** A window that was recast without the defaulter, and is called for pay-in again. */
    private static void recast(LedgerFixture f) {
        netted(f, "w4");
        called(f);
        f.after(2 * SECOND);
        f.passDeadlines();
        for (String operator : List.of("op-kr", "op-fr")) {
            f.given(new DefaultCommand.GiveGrace("w4", operator, f.now() + 1));
        }
        f.after(1);
        f.whenBy("hub-a", new DefaultCommand.ProposeDefault("w4", "op-kr", "rulebook"));
        f.whenBy("hub-b", new DefaultCommand.DeclareDefault("w4", "op-kr"));
        f.whenBy(
                "hub-a",
                new DefaultCommand.ProposeRecast(
                        "w4", "op-kr", Recast.Rule.UNWIND_OWED_BY_DEFAULTER));
        f.whenBy("hub-b", new DefaultCommand.RecastWindow("w4", "op-kr"));
        called(f);
    }

    private static void called(LedgerFixture f) {
        String hash = f.state.closings.of("w4").askedHash;
        f.whenBy("hub-a", new ClosingCommand.ProposeApproval("w4", hash));
        f.whenBy("hub-b", new ClosingCommand.ApproveWindow("w4", hash));
        f.given(new ClosingCommand.FundWindow("w4", f.now() + SECOND));
    }

    private static void dispute(
            LedgerFixture f,
            String dispute,
            String window,
            String home,
            String serving,
            String asset) {
        String statement = String.join(":", window, home, serving, asset);
        for (int line = 0; line <= 1; line++) {
            f.whenBy(
                    home,
                    new DisputeCommand.OpenDispute(
                            dispute + line,
                            statement,
                            home,
                            List.of(new LineClaim(line, Pico.ofUnits(1))),
                            "why"));
        }
        f.whenBy(
                serving,
                new DisputeCommand.AgreeDispute(
                        dispute + 0, serving, List.of(new LineClaim(0, Pico.ofUnits(1)))));
        f.whenBy("hub-a", new DisputeCommand.ResolveDispute(dispute + 0));
    }

    private static void netted(LedgerFixture f, String window) {
        UsageRecord roaming = f.usage("in-" + window, "wal-kr");
        roaming.servingOperator = "op-fr";
        roaming.site = "fr-paris-1";
        roaming.endedEpochNanos = f.now() - 1;
        roaming.tokens[TokenClass.OUTPUT_TEXT.ordinal()] = 100_000_000;
        f.record(roaming);
        UsageRecord back = f.usage("back-" + window, "wal-fr");
        back.servingOperator = "op-kr";
        back.site = "kr-sejong-1";
        back.endedEpochNanos = f.now() - 1;
        back.tokens[TokenClass.OUTPUT_TEXT.ordinal()] = 100_000_000;
        f.record(back);
        f.given(new LedgerCommand.Settlement.FenceWindow(window));
        long members = java.util.Objects.requireNonNull(f.state.windows.find(window)).records();
        f.given(new LedgerCommand.Settlement.SealWindow(window, members, "00"));
        f.given(new LedgerCommand.Settlement.CalculateWindow(window));
        f.given(new LedgerCommand.Settlement.IssueStatements(window));
        dispute(f, "d-" + window, window, "op-kr", "op-fr", "EUR");
        f.given(new LedgerCommand.Settlement.NetWindow(window));
    }

    /** The first window up to finality. */
    private static void paid(LedgerFixture f) {
        Closing closing = f.state.closings.of("w1");
        String hash = closing.askedHash;
        f.whenBy("hub-a", new ClosingCommand.ProposeApproval("w1", hash));
        f.whenBy("hub-b", new ClosingCommand.ApproveWindow("w1", hash));
        f.given(new ClosingCommand.FundWindow("w1", f.now() + SECOND));
        closing = f.state.closings.of("w1");
        for (Map.Entry<String, Long> call : Map.copyOf(closing.due).entrySet()) {
            String asset = call.getKey().substring(0, 3);
            Pico amount = Rounding.minorToPico(call.getValue(), Assets.minorDigits(asset));
            f.given(
                    new ClosingCommand.RecordPayIn(
                            "w1", call.getKey().substring(4), asset, amount, "in-" + asset));
        }
        f.whenBy("hub-a", new ClosingCommand.ProposeInstruction("w1", 20_778));
        f.whenBy("hub-b", new ClosingCommand.InstructWindow("w1"));
        for (SettlementLeg leg : List.copyOf(f.state.closings.of("w1").legs)) {
            Pico amount = Rounding.minorToPico(leg.minor(), Assets.minorDigits(leg.asset()));
            f.given(
                    new ClosingCommand.ConfirmPayment(
                            "w1", leg.uetr(), leg.asset(), amount, "out-" + leg.leg()));
        }
        f.given(new ClosingCommand.FinaliseWindow("w1"));
        f.after(SECOND);
    }
}
