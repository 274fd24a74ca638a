package tallystick.engine.codec;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import tallystick.domain.AgreementTerms;
import tallystick.domain.ClosingEvent;
import tallystick.domain.DefaultEvent;
import tallystick.domain.DisputeEvent;
import tallystick.domain.FxEvent;
import tallystick.domain.GrantKind;
import tallystick.domain.GrantShare;
import tallystick.domain.GrantTerms;
import tallystick.domain.HoldReservation;
import tallystick.domain.HoldTerms;
import tallystick.domain.LedgerEvent;
import tallystick.domain.LedgerEvent.Caps;
import tallystick.domain.LedgerEvent.Holds;
import tallystick.domain.LedgerEvent.Quotas;
import tallystick.domain.LedgerEvent.Reference;
import tallystick.domain.LedgerEvent.RequestAnswered;
import tallystick.domain.LedgerEvent.Rerating;
import tallystick.domain.LedgerEvent.Settlement;
import tallystick.domain.LedgerEvent.Wallets;
import tallystick.domain.Refusal;
import tallystick.domain.RefusalCode;
import tallystick.domain.WalletTerms;
import tallystick.domain.WindowRunEvent;
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
import tallystick.domain.rating.TierPeriod;
import tallystick.domain.settlement.AffirmedBy;
import tallystick.domain.settlement.BatchNotice;
import tallystick.domain.settlement.BilateralPosition;
import tallystick.domain.settlement.BusinessCalendar;
import tallystick.domain.settlement.CutOffCalendar;
import tallystick.domain.settlement.DefaultDraw;
import tallystick.domain.settlement.DisputeState;
import tallystick.domain.settlement.Fraction;
import tallystick.domain.settlement.FxFixing;
import tallystick.domain.settlement.FxRate;
import tallystick.domain.settlement.FxTerms;
import tallystick.domain.settlement.LineAmount;
import tallystick.domain.settlement.NetPosition;
import tallystick.domain.settlement.PayInCall;
import tallystick.domain.settlement.Recast;
import tallystick.domain.settlement.SettlementLeg;
import tallystick.domain.settlement.SettlementModelTerms;
import tallystick.domain.settlement.SignedFixing;
import tallystick.domain.settlement.Statement;
import tallystick.domain.settlement.StatementLine;
import tallystick.domain.settlement.TwoPersonAct;
import tallystick.domain.settlement.WindowConversion;
import tallystick.domain.settlement.WindowState;
import tallystick.domain.usage.SuspenseReason;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageKind;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;
import tallystick.engine.ApplicationMessage;
import tallystick.engine.World;

/** One fixed example of every kind. Only ever append: golden bytes were made from these. */
final class GoldenSamples {

    static final long POSITION = 0x0102030405060708L;
    static final long RECORDED = World.NOW;

    private static final Pico AMOUNT = new Pico(-3, 0x1122334455667788L);

    private GoldenSamples() {}

    static Map<String, LedgerEvent> events() {
        Map<String, LedgerEvent> samples = new LinkedHashMap<>();
        samples.put(
                "operator-registered",
                new Reference.OperatorRegistered("kr-telco", "KR", "KRW", "c2VjcmV0IQ=="));
        samples.put(
                "factory-registered",
                new Reference.FactoryRegistered("kr-sejong-1", "kr-telco", "KR"));
        samples.put("model-registered", new Reference.ModelRegistered("llama-3.3-70b"));
        samples.put("tenant-registered", new Reference.TenantRegistered("삼성", "kr-telco"));
        samples.put("tariff-published", new Reference.TariffPublished(tariff(), 7));
        samples.put(
                "agreement-concluded",
                new Reference.AgreementConcluded(
                        new AgreementTerms("kr-fr", "kr-telco", "fr-telco", "iot-fr", "monthly", 5),
                        2));
        samples.put(
                "wallet-opened",
                new Wallets.WalletOpened(
                        new WalletTerms(
                                "w-1", "acme", "EUR", "retail", AMOUNT, List.of("KR", "FR"))));
        samples.put(
                "grant-issued",
                new Wallets.GrantIssued(
                        new GrantTerms("g-1", "w-1", AMOUNT, "EUR", GrantKind.GOODWILL, 9, 11, 13),
                        Pico.of(17),
                        Pico.of(19)));
        settlement(samples);
        closing(samples);
        samples.putAll(TermsSamples.events());
        windowRun(samples);
        samples.put("request-done", new RequestAnswered("ops", "key-1", -23, "w-1", null));
        samples.put(
                "request-refused",
                new RequestAnswered(
                        "ops",
                        "key-2",
                        29,
                        "",
                        new Refusal(RefusalCode.WRONG_STATE, "window", "is open")));
        customers(samples);
        holds(samples);
        limits(samples);
        return samples;
    }

    private static TariffTerms tariff() {
        return new TariffTerms(
                "retail-fr",
                TariffKind.INTER_OPERATOR,
                "fr-telco",
                "EUR",
                "Europe/Paris",
                31,
                AMOUNT,
                List.of(
                        new PriceLine("m-1", TokenClass.INPUT_CACHE_READ, PriceLine.ANY, 37),
                        new PriceLine("m-2", TokenClass.TOOL_CALLS, "FR", 41)));
    }

    /** Since version 2. */
    private static void customers(Map<String, LedgerEvent> samples) {
        GrantTerms terms =
                new GrantTerms(
                        "g-2",
                        "w-1",
                        AMOUNT,
                        "EUR",
                        GrantKind.PROMO,
                        2,
                        149,
                        151,
                        List.of("m-1", "m-2"),
                        new GrantTerms.Rollover(5_000, 157, 3));
        samples.put("tariff-tiered", new Reference.TariffPublished(tieredTariff(), 8));
        samples.put(
                "grant-rolling-over", new Wallets.GrantIssued(terms, Pico.of(163), Pico.of(167)));
        samples.put(
                "grant-expired", new Wallets.GrantExpired("g-1", Pico.of(173), Pico.ZERO, null));
        samples.put("grant-expiring", new Wallets.GrantExpiring("g-1", Pico.of(181), 1_999));
        samples.put("grant-carried", new Wallets.GrantExpired("g-1", Pico.of(179), AMOUNT, terms));
        samples.put("grant-voided", new Wallets.GrantVoided("g-1", AMOUNT, "paid back"));
        samples.put(
                "credit-transferred",
                new Wallets.CreditTransferred(
                        "t-1",
                        "w-1",
                        "w-2",
                        "EUR",
                        List.of(new GrantShare("g-1", AMOUNT), new GrantShare("g-2", Pico.of(181))),
                        Pico.of(191),
                        Pico.of(193)));
        samples.put("auto-top-up-set", new Wallets.AutoTopUpSet("w-1", AMOUNT, Pico.of(197)));
        samples.put("alerts-set", new Wallets.AlertsSet("w-1", List.of(Pico.of(199), AMOUNT)));
        samples.put("wallet-suspended", new Wallets.WalletSuspended("w-1", "unpaid"));
        samples.put("wallet-resumed", new Wallets.WalletResumed("w-1"));
        samples.put(
                "request-refused-with-facts",
                new RequestAnswered(
                        "ops",
                        "key-3",
                        211,
                        "",
                        new Refusal(
                                RefusalCode.INSUFFICIENT_BALANCE,
                                "slice_tokens",
                                "costs more",
                                new TreeMap<>(Map.of("available", "1.5", "required", "2")))));
    }

    private static TariffTerms tieredTariff() {
        List<PriceTier> tiers = List.of(new PriceTier(223, 31), new PriceTier(227, 29));
        return new TariffTerms(
                "retail-fr",
                TariffKind.RETAIL,
                "fr-telco",
                "EUR",
                "Europe/Paris",
                229,
                Pico.ZERO,
                TierPeriod.DAY,
                List.of(
                        new PriceLine("m-1", TokenClass.OUTPUT_TEXT, "FR", 37),
                        new PriceLine(
                                "m-1",
                                TokenClass.INPUT_UNCACHED,
                                PriceLine.ANY,
                                37,
                                TierMode.GRADUATED,
                                tiers)));
    }

    private static void holds(Map<String, LedgerEvent> samples) {
        HoldReservation reservation =
                new HoldReservation(
                        List.of(new GrantShare("g-1", AMOUNT)), Pico.of(233), Pico.of(239));
        HoldTerms terms =
                new HoldTerms(
                        "h-1",
                        "w-1",
                        "m-1",
                        "kr-sejong-1",
                        "key-1",
                        List.of(241L, 0L, 0L, 0L, 0L, 251L),
                        257,
                        263,
                        269,
                        HoldTerms.OnExpiry.COMMIT_FULL);
        samples.put(
                "hold-opened",
                new Holds.HoldOpened(
                        terms,
                        "retail@7",
                        "iot-fr@2",
                        reservation,
                        271,
                        277,
                        true,
                        List.of("q-1")));
        samples.put(
                "hold-extended",
                new Holds.HoldExtended(
                        "h-1",
                        1,
                        List.of(281L, 283L),
                        293,
                        reservation,
                        307,
                        311,
                        false,
                        List.of("q-1", "q-2")));
        samples.put("hold-committed", new Holds.HoldCommitted("h-1", 2, List.of(313L), true));
        samples.put("hold-released", new Holds.HoldReleased("h-1", 3, "client left"));
        samples.put("hold-expired", new Holds.HoldExpired("h-1"));
    }

    private static void limits(Map<String, LedgerEvent> samples) {
        samples.put(
                "quota-set",
                new Quotas.QuotaSet(
                        new QuotaTerms(
                                "q-1",
                                QuotaScope.API_KEY,
                                "key-1",
                                QuotaPeriod.MONTH,
                                true,
                                QuotaMeasure.MONEY,
                                null,
                                "EUR",
                                AMOUNT,
                                Pico.of(317),
                                QuotaMode.SHADOW)));
        samples.put(
                "quota-of-class-set",
                new Quotas.QuotaSet(
                        new QuotaTerms(
                                "q-2",
                                QuotaScope.TENANT,
                                "acme",
                                QuotaPeriod.SECOND,
                                false,
                                QuotaMeasure.TOKENS,
                                TokenClass.OUTPUT_REASONING,
                                "",
                                Pico.of(331),
                                Pico.ZERO,
                                QuotaMode.HARD)));
        samples.put("quota-removed", new Quotas.QuotaRemoved("q-1"));
        samples.put(
                "bilateral-cap-set",
                new Caps.BilateralCapSet("kr-telco", "fr-telco", "EUR", Pico.of(337)));
        samples.put("net-debit-cap-set", new Caps.NetDebitCapSet("kr-telco", "EUR", AMOUNT, 347));
        samples.put("release-proposed", new Rerating.ReleaseProposed(349, "ann", "late, but true"));
        samples.put("release-approved", new Rerating.ReleaseApproved(349, "ben"));
    }

    private static void settlement(Map<String, LedgerEvent> samples) {
        samples.put("window-opened", new Settlement.WindowOpened("2026-01", "monthly", 43));
        samples.put("window-cut-off", new Settlement.WindowCutOff("2026-01", 47));
        samples.put("window-fenced", new Settlement.WindowFenced("2026-01", 53));
        samples.put(
                "window-sealed",
                new Settlement.WindowSealed("2026-01", 59, List.of(61L, 0L, 67L), "c0ffee"));
        StatementLine line =
                new StatementLine("m-1", "iot-fr", 3, 71, List.of(73L, 79L), AMOUNT, 83);
        Statement statement =
                new Statement("2026-01:kr:fr:EUR", "kr", "fr", "EUR", 2, List.of(line), AMOUNT, 89);
        samples.put(
                "window-calculated",
                new Settlement.WindowCalculated("2026-01", List.of(statement)));
        samples.put(
                "statements-issued",
                new Settlement.StatementsIssued("2026-01", List.of("2026-01:kr:fr:EUR")));
        samples.put(
                "window-netted",
                new Settlement.WindowNetted(
                        "2026-01",
                        List.of(new BilateralPosition("EUR", "kr", "fr", 97)),
                        List.of(
                                new NetPosition("EUR", "fr", 97),
                                new NetPosition("EUR", "kr", -97))));
    }

    private static void closing(Map<String, LedgerEvent> samples) {
        String statement = "2026-01:kr:fr:EUR";
        samples.put("affirming-begun", new ClosingEvent.AffirmingBegun("2026-01", 401, 409));
        samples.put(
                "affirmation-proposed",
                new ClosingEvent.AffirmationProposed("2026-01", statement, "kr", "ann"));
        samples.put(
                "aggregate-mismatched",
                new ClosingEvent.AggregateMismatched(
                        "2026-01", statement, "fr", "bea", "c0ffee", -419));
        samples.put(
                "statement-affirmed",
                new ClosingEvent.StatementAffirmed(
                        "2026-01", statement, "kr", AffirmedBy.TOLERANCE, "ann", "ben"));
        samples.put("approval-asked", new ClosingEvent.ApprovalAsked("2026-01", "c0ffee"));
        samples.put(
                "act-proposed",
                new ClosingEvent.ActProposed("2026-01", TwoPersonAct.ABORT, "cat", "why not"));
        samples.put(
                "window-approved",
                new ClosingEvent.WindowApproved("2026-01", "c0ffee", "cat", "dan"));
        samples.put(
                "pay-in-called",
                new ClosingEvent.PayInCalled(
                        "2026-01", 421, List.of(new PayInCall("EUR", "kr", 97))));
        samples.put(
                "pay-in-received",
                new ClosingEvent.PayInReceived("2026-01", "kr", "EUR", 97, "camt-1"));
        samples.put(
                "window-instructed",
                new ClosingEvent.WindowInstructed(
                        "2026-01",
                        431,
                        "eve",
                        "fay",
                        List.of(new SettlementLeg(1, "EUR", "kr", "fr", 97, "u-1"))));
        samples.put("leg-confirmed", new ClosingEvent.LegConfirmed("2026-01", "u-1", 96, "e-1"));
        samples.put(
                "payment-unmatched",
                new ClosingEvent.PaymentUnmatched("2026-01", "u-2", "EUR", 1, "e-2", "excess"));
        samples.put(
                "dispute-opened",
                new DisputeEvent.DisputeOpened(
                        "2026-01",
                        "d-1",
                        statement,
                        "kr",
                        "ann",
                        "mis-rated",
                        433,
                        true,
                        List.of(new LineAmount(0, 439))));
        samples.put(
                "dispute-moved",
                new DisputeEvent.DisputeMoved(
                        "2026-01",
                        "d-1",
                        DisputeState.ESCALATED,
                        "kr",
                        "ann",
                        "not so",
                        443,
                        List.of(new LineAmount(1, 449))));
        samples.put(
                "dispute-resolved",
                new DisputeEvent.DisputeResolved(
                        "2026-01",
                        "d-1",
                        "2026-02",
                        List.of(new LineAmount(0, 457)),
                        List.of(new LineAmount(1, 461))));
        samples.put("collateral-moved", new DefaultEvent.CollateralMoved("kr", "EUR", -463, "e-3"));
        samples.put(
                "pay-in-late",
                new DefaultEvent.PayInLate("2026-01", List.of(new PayInCall("EUR", "kr", 467))));
        samples.put("grace-given", new DefaultEvent.GraceGiven("2026-01", "kr", 479, "ann"));
        samples.put(
                "default-declared",
                new DefaultEvent.DefaultDeclared("2026-01", "kr", "rulebook 7", "ann", "bob"));
        samples.put(
                "default-covered",
                new DefaultEvent.DefaultCovered(
                        "2026-01",
                        "kr",
                        "2026-02",
                        "ann",
                        List.of(new DefaultDraw("EUR", "collateral", "kr", 487))));
        samples.put(
                "window-recast",
                new DefaultEvent.WindowRecast(
                        "2026-01",
                        "kr",
                        Recast.Rule.UNWIND_OWED_BY_DEFAULTER,
                        "2026-02",
                        "ann",
                        "bob",
                        List.of(statement),
                        List.of(new NetPosition("EUR", "kr", -491)),
                        List.of(new NetPosition("EUR", "kr", 0)),
                        List.of(new NetPosition("EUR", "kr", 491))));
        samples.put(
                "default-lifted",
                new DefaultEvent.DefaultLifted("2026-01", "kr", "paid", "ann", "bob"));
        samples.put("window-settled", new ClosingEvent.WindowSettled("2026-01"));
        samples.put("window-finalised", new ClosingEvent.WindowFinalised("2026-01", "c0ffee"));
        samples.put(
                "window-aborted",
                new ClosingEvent.WindowAborted("2026-01", "2026-02", "fixing", "cat", "dan"));
    }

    private static void windowRun(Map<String, LedgerEvent> samples) {
        BusinessCalendar euro =
                new BusinessCalendar(
                        "EUR",
                        new TreeSet<>(List.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY)),
                        new TreeSet<>(List.of(LocalDate.of(2026, 12, 25))));
        samples.put(
                "settlement-model-defined",
                new WindowRunEvent.SettlementModelDefined(
                        new SettlementModelTerms(
                                "monthly",
                                CutOffCalendar.BUSINESS_DAILY,
                                "Asia/Seoul",
                                541,
                                List.of(547L, 557L),
                                563,
                                569,
                                571,
                                List.of(euro)),
                        2));
        samples.put(
                "window-scheduled",
                new WindowRunEvent.WindowScheduled("2026-01", 2, 577, 587, 593, 599));
        samples.put("grace-begun", new WindowRunEvent.GraceBegun("2026-01", 601));
        samples.put(
                "automation-stopped",
                new WindowRunEvent.AutomationStopped(
                        "2026-01", WindowState.SEALED, "an amount overflows"));
        BatchNotice notice = new BatchNotice("2026-01", "fr", "kr", 3, 607, 613, true, "c2ln");
        samples.put("batch-noted", new WindowRunEvent.BatchNoted(notice));
        samples.put(
                "batch-returned",
                new WindowRunEvent.BatchReturned(
                        notice, RefusalCode.CONTROL_TOTALS, "606 records were recorded"));
        exchange(samples);
    }

    /** Since version 5. */
    private static void exchange(Map<String, LedgerEvent> samples) {
        FxFixing fixing =
                new FxFixing(
                        "ecb",
                        617,
                        "EUR",
                        "KRW",
                        Fraction.parse("1500.25"),
                        619,
                        List.of("EUR", "USD", "KRW"));
        samples.put("fx-source-registered", new FxEvent.FxSourceRegistered("ecb", "a2V5"));
        samples.put(
                "fx-fixing-recorded",
                new FxEvent.FxFixingRecorded(new SignedFixing(fixing, "c2ln")));
        samples.put(
                "fx-terms-set",
                new FxEvent.FxTermsSet(
                        new FxTerms(
                                "daily", "bank", "ecb", 631, new TreeMap<>(Map.of("kr", "EUR"))),
                        2));
        samples.put(
                "window-converted",
                new FxEvent.WindowConverted(
                        "2026-01",
                        new WindowConversion(
                                2,
                                "bank",
                                641,
                                List.of("fr"),
                                List.of(
                                        new FxRate(
                                                fixing.inverse(),
                                                List.of(SignedFixing.id(fixing)))),
                                List.of(new WindowConversion.Net("kr", "KRW", "EUR", -643, -1)),
                                new TreeMap<>(Map.of("EUR", 1L)),
                                List.of(
                                        new NetPosition("EUR", "bank", 1),
                                        new NetPosition("EUR", "kr", -1))),
                        "ann"));
    }

    static Map<String, ApplicationMessage> messages() {
        Map<String, ApplicationMessage> samples = new LinkedHashMap<>();
        samples.put(
                "application-message",
                new ApplicationMessage(
                        "m-1", "Process", "p-1", 3, 101, "Started", "1", "{\"a\":1}", "{}"));
        samples.put(
                "application-message-bare",
                new ApplicationMessage("m-2", null, null, -1, 103, "Tick", null, "", ""));
        return samples;
    }

    static Map<String, UsageRecord> usages() {
        Map<String, UsageRecord> samples = new LinkedHashMap<>();
        samples.put("usage-home", recorded(home(), 6665172708560326574L));
        samples.put("usage-roaming", recorded(roaming(), 4465269357499851946L));
        samples.put("usage-spelled-out", recorded(spelledOut(), 1907331331084019691L));
        samples.put("usage-of-hold", recorded(ofHold(), 4902782218058645229L));
        samples.put("usage-voided", recorded(voided(), 4721017410435618614L));
        return samples;
    }

    /** With the fingerprint that was recorded, whatever makes fingerprints today. */
    private static UsageRecord recorded(UsageRecord usage, long fingerprint) {
        usage.fingerprint = fingerprint;
        return usage;
    }

    private static UsageRecord home() {
        UsageRecord usage = World.usage(0, "01JHMZ5V0Q8W3R6T9YBNCDEFGH");
        usage.status = UsageStatus.ACCEPTED;
        usage.position = POSITION;
        usage.recordedEpochNanos = RECORDED;
        usage.ratedAtEpochNanos = usage.endedEpochNanos;
        usage.sourceRef = 0;
        usage.walletRef = 0;
        usage.modelRef = 0;
        usage.homeRef = 0;
        usage.servingRef = 0;
        usage.tenantRef = 1;
        usage.siteRef = 2;
        usage.jurisdiction = 'K' << 8 | 'R';
        usage.walletSequence = 107;
        usage.jurisdictionSequence = 109;
        usage.windowRef = 0;
        usage.retailVersionRef = 0;
        usage.retailLo = 859_320_000;
        usage.addDraw(0, 0, usage.retailLo);
        return usage;
    }

    private static UsageRecord roaming() {
        UsageRecord usage = home();
        usage.servingOperator = "fr-telco";
        usage.servingRef = 1;
        usage.jurisdiction = 'F' << 8 | 'R';
        usage.servedIn = "FR";
        usage.late = true;
        usage.attempt = 2;
        usage.sequence = 113;
        usage.retailHi = 1;
        usage.wholesaleVersionRef = 3;
        usage.wholesaleHi = -1;
        usage.wholesaleLo = 585_900_000;
        usage.drawCount = 0;
        usage.addDraw(0, 0, 127);
        usage.addDraw(2, 0, 131);
        usage.overdraftLo = 137;
        usage.overdraftHi = 1;
        usage.shortfallLo = 139;
        usage.shortfallHi = 2;
        usage.evidenceSha256 = new byte[32];
        usage.evidenceSha256[31] = 1;
        usage.attributes = "{\"team\":\"검색\"}";
        return World.sealed(usage);
    }

    private static UsageRecord spelledOut() {
        UsageRecord usage = World.unsealed(1, "id-é");
        usage.kind = UsageKind.CORRECTED;
        usage.wallet = "w-unknown";
        usage.requestId = "resp-1";
        usage.hold = "hld-1";
        usage.modelServed = "llama-3.3-70b-fp8";
        usage.apiKey = "";
        usage.servedIn = "kr";
        usage.correctsSource = World.SOURCE;
        usage.correctsId = "id-0";
        World.sealed(usage);
        usage.status = UsageStatus.SUSPENDED;
        usage.suspense = SuspenseReason.UNKNOWN_WALLET;
        usage.ratedAtEpochNanos = usage.endedEpochNanos;
        usage.position = POSITION;
        usage.recordedEpochNanos = RECORDED;
        return usage;
    }

    /** Since version 2: a part of a hold's usage, all of it set aside but what overran. */
    private static UsageRecord ofHold() {
        UsageRecord usage = home();
        usage.hold = "h-1";
        usage.billed = new long[TokenClass.COUNT];
        usage.billed[TokenClass.OUTPUT_TEXT.ordinal()] = 353;
        usage.setAsideLo = usage.retailLo - 1;
        usage.overrun = true;
        usage.alerts = UsageRecord.ALERT_DEPLETED | UsageRecord.ALERT_QUOTA;
        return World.sealed(usage);
    }

    /** Since version 2: gives back what an earlier record took. */
    private static UsageRecord voided() {
        UsageRecord usage = home();
        usage.kind = UsageKind.VOIDED;
        usage.correctsSource = World.SOURCE;
        usage.correctsId = "id-0";
        usage.refersTo = 359;
        usage.settles = 373;
        usage.ratedAtEpochNanos = 379;
        usage.billed = new long[TokenClass.COUNT];
        for (int i = 0; i < TokenClass.COUNT; i++) {
            usage.billed[i] = -usage.tokens[i];
        }
        usage.retailHi = -1;
        usage.retailLo = -usage.retailLo;
        usage.drawCount = 0;
        usage.addDraw(0, usage.retailHi, usage.retailLo);
        usage.overdraftHi = -1;
        usage.overdraftLo = -367;
        return World.sealed(usage);
    }
}
