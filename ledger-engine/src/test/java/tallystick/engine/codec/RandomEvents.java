package tallystick.engine.codec;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
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
import tallystick.domain.ledger.NameTable;
import tallystick.domain.ledger.Names;
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

/** Events without rhyme or reason, the same for the same seed: what a codec must bear. */
final class RandomEvents {

    private static final String[] SCRIPTS = {
        "abcXYZ019-_.", "éüßñ", "서울특별시", "日本語", "🚀😀", "\u0000\t\"\\", "Ωж"
    };

    private final SplittableRandom random;

    RandomEvents(long seed) {
        random = new SplittableRandom(seed);
    }

    /** One event of every kind but usage. */
    List<LedgerEvent> ofEveryKind() {
        List<LedgerEvent> events = new ArrayList<>();
        events.addAll(reference());
        events.addAll(wallets());
        events.addAll(holds());
        events.addAll(limits());
        events.addAll(settlement());
        events.addAll(closing());
        events.addAll(windowRun());
        events.addAll(new RandomTerms(random).events());
        events.add(new Rerating.ReleaseProposed(number(), text(), text()));
        events.add(new Rerating.ReleaseApproved(number(), text()));
        events.add(new RequestAnswered(text(), text(), number(), text(), refusal()));
        return events;
    }

    private List<LedgerEvent> reference() {
        return List.of(
                new Reference.OperatorRegistered(text(), text(), text(), text()),
                new Reference.FactoryRegistered(text(), text(), text()),
                new Reference.ModelRegistered(text()),
                new Reference.TenantRegistered(text(), text()),
                new Reference.TariffPublished(tariff(), random.nextInt()),
                new Reference.AgreementConcluded(
                        new AgreementTerms(text(), text(), text(), text(), text(), number()),
                        random.nextInt()));
    }

    private List<LedgerEvent> wallets() {
        return List.of(
                new Wallets.WalletOpened(
                        new WalletTerms(text(), text(), text(), text(), pico(), list(this::text))),
                new Wallets.GrantIssued(grant(), pico(), pico()),
                new Wallets.GrantExpiring(text(), pico(), number()),
                new Wallets.GrantExpired(text(), pico(), pico(), maybe(this::grant)),
                new Wallets.GrantVoided(text(), pico(), text()),
                new Wallets.CreditTransferred(
                        text(), text(), text(), text(), list(this::share), pico(), pico()),
                new Wallets.AutoTopUpSet(text(), pico(), pico()),
                new Wallets.AlertsSet(text(), list(this::pico)),
                new Wallets.WalletSuspended(text(), text()),
                new Wallets.WalletResumed(text()));
    }

    private List<LedgerEvent> holds() {
        return List.of(
                new Holds.HoldOpened(
                        holdTerms(),
                        text(),
                        text(),
                        reservation(),
                        number(),
                        number(),
                        random.nextBoolean(),
                        list(this::text)),
                new Holds.HoldExtended(
                        text(),
                        random.nextInt(),
                        list(this::number),
                        number(),
                        reservation(),
                        number(),
                        number(),
                        random.nextBoolean(),
                        list(this::text)),
                new Holds.HoldCommitted(
                        text(), random.nextInt(), list(this::number), random.nextBoolean()),
                new Holds.HoldReleased(text(), random.nextInt(), text()),
                new Holds.HoldExpired(text()));
    }

    private List<LedgerEvent> limits() {
        return List.of(
                new Quotas.QuotaSet(
                        new QuotaTerms(
                                text(),
                                any(QuotaScope.values()),
                                text(),
                                any(QuotaPeriod.values()),
                                random.nextBoolean(),
                                any(QuotaMeasure.values()),
                                maybe(() -> any(TokenClass.values())),
                                text(),
                                pico(),
                                pico(),
                                any(QuotaMode.values()))),
                new Quotas.QuotaRemoved(text()),
                new Caps.BilateralCapSet(text(), text(), text(), pico()),
                new Caps.NetDebitCapSet(text(), text(), pico(), random.nextInt()));
    }

    private List<LedgerEvent> settlement() {
        return List.of(
                new Settlement.WindowOpened(text(), text(), number()),
                new Settlement.WindowCutOff(text(), number()),
                new Settlement.WindowFenced(text(), number()),
                new Settlement.WindowSealed(text(), number(), list(this::number), text()),
                new Settlement.WindowCalculated(text(), list(this::statement)),
                new Settlement.StatementsIssued(text(), list(this::text)),
                new Settlement.WindowNetted(
                        text(),
                        list(() -> new BilateralPosition(text(), text(), text(), number())),
                        list(() -> new NetPosition(text(), text(), number()))));
    }

    private List<LedgerEvent> closing() {
        return List.of(
                new ClosingEvent.AffirmingBegun(text(), number(), number()),
                new ClosingEvent.AffirmationProposed(text(), text(), text(), text()),
                new ClosingEvent.AggregateMismatched(
                        text(), text(), text(), text(), text(), number()),
                new ClosingEvent.StatementAffirmed(
                        text(), text(), text(), any(AffirmedBy.values()), text(), text()),
                new ClosingEvent.ApprovalAsked(text(), text()),
                new ClosingEvent.ActProposed(text(), any(TwoPersonAct.values()), text(), text()),
                new ClosingEvent.WindowApproved(text(), text(), text(), text()),
                new ClosingEvent.PayInCalled(
                        text(), number(), list(() -> new PayInCall(text(), text(), number()))),
                new ClosingEvent.PayInReceived(text(), text(), text(), number(), text()),
                new ClosingEvent.WindowInstructed(
                        text(),
                        number(),
                        text(),
                        text(),
                        list(
                                () ->
                                        new SettlementLeg(
                                                random.nextInt(),
                                                text(),
                                                text(),
                                                text(),
                                                number(),
                                                text()))),
                new ClosingEvent.LegConfirmed(text(), text(), number(), text()),
                new ClosingEvent.PaymentUnmatched(text(), text(), text(), number(), text(), text()),
                new DisputeEvent.DisputeOpened(
                        text(),
                        text(),
                        text(),
                        text(),
                        text(),
                        text(),
                        number(),
                        random.nextBoolean(),
                        list(this::lineAmount)),
                new DisputeEvent.DisputeMoved(
                        text(),
                        text(),
                        any(DisputeState.values()),
                        text(),
                        text(),
                        text(),
                        number(),
                        list(this::lineAmount)),
                new DisputeEvent.DisputeResolved(
                        text(), text(), text(), list(this::lineAmount), list(this::lineAmount)),
                new DefaultEvent.CollateralMoved(text(), text(), number(), text()),
                new DefaultEvent.PayInLate(
                        text(), list(() -> new PayInCall(text(), text(), number()))),
                new DefaultEvent.GraceGiven(text(), text(), number(), text()),
                new DefaultEvent.DefaultDeclared(text(), text(), text(), text(), text()),
                new DefaultEvent.DefaultCovered(
                        text(),
                        text(),
                        text(),
                        text(),
                        list(() -> new DefaultDraw(text(), text(), text(), number()))),
                new DefaultEvent.WindowRecast(
                        text(),
                        text(),
                        any(Recast.Rule.values()),
                        text(),
                        text(),
                        text(),
                        list(this::text),
                        list(this::netPosition),
                        list(this::netPosition),
                        list(this::netPosition)),
                new DefaultEvent.DefaultLifted(text(), text(), text(), text(), text()),
                new FxEvent.FxSourceRegistered(text(), text()),
                new FxEvent.FxFixingRecorded(new SignedFixing(fixing(), text())),
                new FxEvent.FxTermsSet(
                        new FxTerms(text(), text(), text(), number(), texts()),
                        random.nextInt(1, 99)),
                new FxEvent.WindowConverted(text(), conversion(), text()),
                new ClosingEvent.WindowSettled(text()),
                new ClosingEvent.WindowFinalised(text(), text()),
                new ClosingEvent.WindowAborted(text(), text(), text(), text(), text()));
    }

    private FxFixing fixing() {
        return new FxFixing(
                "s" + text(),
                number(),
                "EUR",
                "KRW",
                Fraction.of(random.nextInt(1, 9_999), random.nextInt(1, 9_999)),
                random.nextInt(2_000_000),
                random.nextBoolean() ? List.of("EUR", "KRW") : List.of("EUR", "USD", "KRW"));
    }

    private SortedMap<String, String> texts() {
        SortedMap<String, String> texts = new TreeMap<>();
        list(this::text).forEach(one -> texts.put(one, text()));
        return texts;
    }

    private WindowConversion conversion() {
        SortedMap<String, Long> rounding = new TreeMap<>();
        list(this::text).forEach(asset -> rounding.put(asset, number()));
        return new WindowConversion(
                random.nextInt(1, 99),
                text(),
                number(),
                list(this::text),
                list(() -> new FxRate(fixing(), list(this::text))),
                list(() -> new WindowConversion.Net(text(), text(), text(), number(), number())),
                rounding,
                list(this::netPosition));
    }

    private NetPosition netPosition() {
        return new NetPosition(text(), text(), number());
    }

    private LineAmount lineAmount() {
        return new LineAmount(random.nextInt(), number());
    }

    private List<LedgerEvent> windowRun() {
        return List.of(
                new WindowRunEvent.SettlementModelDefined(
                        new SettlementModelTerms(
                                text(),
                                any(CutOffCalendar.values()),
                                text(),
                                random.nextInt(),
                                list(this::number),
                                number(),
                                number(),
                                number(),
                                list(this::businessCalendar)),
                        random.nextInt()),
                new WindowRunEvent.WindowScheduled(
                        text(), random.nextInt(), number(), number(), number(), number()),
                new WindowRunEvent.GraceBegun(text(), number()),
                new WindowRunEvent.AutomationStopped(text(), any(WindowState.values()), text()),
                new WindowRunEvent.BatchNoted(notice()),
                new WindowRunEvent.BatchReturned(notice(), any(RefusalCode.values()), text()));
    }

    private BusinessCalendar businessCalendar() {
        return new BusinessCalendar(
                "EUR",
                new TreeSet<>(List.of(any(DayOfWeek.values()))),
                new TreeSet<>(list(() -> LocalDate.ofEpochDay(random.nextInt(100_000)))));
    }

    private BatchNotice notice() {
        return new BatchNotice(
                text(),
                text(),
                text(),
                random.nextInt(),
                number(),
                number(),
                random.nextBoolean(),
                text());
    }

    ApplicationMessage message() {
        return new ApplicationMessage(
                text(),
                maybe(this::text),
                maybe(this::text),
                number(),
                number(),
                text(),
                maybe(this::text),
                text().repeat(random.nextInt(1, 2_000)),
                text());
    }

    /** A record as decide might leave it and as it never would, but whose names have their refs. */
    UsageRecord usage(Names names) {
        UsageRecord usage = new UsageRecord();
        facts(usage);
        outcome(usage);
        refs(usage, names);
        return usage;
    }

    private void facts(UsageRecord usage) {
        usage.id = text();
        usage.kind = any(UsageKind.values());
        usage.endedEpochNanos = number();
        usage.sequence = random.nextBoolean() ? -1 : number();
        usage.requestId = random.nextBoolean() ? usage.id : text();
        usage.attempt = random.nextBoolean() ? 1 : random.nextInt();
        usage.hold = maybe(this::text);
        usage.servedIn = maybe(() -> any(new String[] {"KR", "FR", "", "kr", "K", "KRW", "éé"}));
        usage.correctsSource = maybe(this::text);
        usage.correctsId = maybe(this::text);
        usage.attributes = maybe(() -> text().repeat(random.nextInt(50)));
        usage.evidenceSha256 = maybe(this::bytes);
        usage.fingerprint = number();
        for (int i = 0; i < TokenClass.COUNT; i++) {
            usage.tokens[i] = random.nextInt(3) == 0 ? number() : 0;
        }
    }

    private void outcome(UsageRecord usage) {
        usage.status = random.nextBoolean() ? UsageStatus.ACCEPTED : UsageStatus.SUSPENDED;
        usage.suspense = any(SuspenseReason.values());
        usage.position = number();
        usage.recordedEpochNanos = number();
        usage.jurisdiction = random.nextBoolean() ? 0 : 'K' << 8 | 'R';
        usage.walletSequence = number();
        usage.jurisdictionSequence = number();
        usage.windowRef = random.nextInt();
        usage.late = random.nextBoolean();
        usage.billed = maybe(() -> random.longs(TokenClass.COUNT, -2, 3).toArray());
        usage.refersTo = random.nextBoolean() ? -1 : number();
        usage.settles = random.nextBoolean() ? -1 : number();
        usage.ratedAtEpochNanos = random.nextBoolean() ? usage.endedEpochNanos : number();
        usage.overrun = random.nextBoolean();
        usage.alerts = random.nextBoolean() ? 0 : random.nextInt(16);
        usage.retailVersionRef = random.nextInt();
        usage.retailHi = half();
        usage.retailLo = number();
        boolean covered = random.nextBoolean();
        usage.setAsideHi = covered ? usage.retailHi : half();
        usage.setAsideLo = covered ? usage.retailLo : half();
        usage.wholesaleVersionRef = random.nextInt(-1, 3);
        usage.wholesaleHi = half();
        usage.wholesaleLo = half();
        usage.overdraftHi = half();
        usage.overdraftLo = half();
        usage.shortfallHi = half();
        usage.shortfallLo = half();
        int draws = random.nextInt(5);
        for (int i = 0; i < draws; i++) {
            usage.addDraw(random.nextInt(1000), half(), number());
        }
        if (random.nextBoolean()) {
            usage.drawCount = 0;
            usage.addDraw(random.nextInt(1000), usage.retailHi, usage.retailLo);
        }
    }

    private void refs(UsageRecord usage, Names names) {
        usage.sourceRef = ref(names.texts);
        usage.source = named(names.texts, usage.sourceRef);
        usage.walletRef = ref(names.wallets);
        usage.wallet = named(names.wallets, usage.walletRef);
        usage.tenantRef = ref(names.texts);
        usage.tenant = named(names.texts, usage.tenantRef);
        usage.modelRef = ref(names.models);
        usage.model = named(names.models, usage.modelRef);
        usage.homeRef = ref(names.operators);
        usage.homeOperator = named(names.operators, usage.homeRef);
        usage.servingRef = ref(names.operators);
        usage.servingOperator = named(names.operators, usage.servingRef);
        usage.siteRef = ref(names.texts);
        usage.site = optional(names.texts, usage.siteRef);
        usage.modelServedRef = ref(names.texts);
        usage.modelServed = optional(names.texts, usage.modelServedRef);
        usage.apiKeyRef = ref(names.texts);
        usage.apiKey = optional(names.texts, usage.apiKeyRef);
    }

    private int ref(NameTable table) {
        return random.nextInt(-1, table.size());
    }

    private String named(NameTable table, int ref) {
        return ref < 0 ? text() : table.nameOf(ref);
    }

    private @Nullable String optional(NameTable table, int ref) {
        return ref < 0 ? maybe(this::text) : table.nameOf(ref);
    }

    private TariffTerms tariff() {
        return new TariffTerms(
                text(),
                any(TariffKind.values()),
                text(),
                text(),
                text(),
                number(),
                pico(),
                any(TierPeriod.values()),
                list(this::price));
    }

    private PriceLine price() {
        return new PriceLine(
                text(),
                any(TokenClass.values()),
                text(),
                number(),
                any(TierMode.values()),
                list(() -> new PriceTier(number(), number())));
    }

    private HoldTerms holdTerms() {
        return new HoldTerms(
                text(),
                text(),
                text(),
                text(),
                maybe(this::text),
                list(this::number),
                number(),
                number(),
                number(),
                any(HoldTerms.OnExpiry.values()));
    }

    private HoldReservation reservation() {
        return new HoldReservation(list(this::share), pico(), pico());
    }

    private GrantShare share() {
        return new GrantShare(text(), pico());
    }

    private GrantTerms grant() {
        return new GrantTerms(
                text(),
                text(),
                pico(),
                text(),
                any(GrantKind.values()),
                random.nextInt(),
                number(),
                number(),
                list(this::text),
                maybe(() -> new GrantTerms.Rollover(random.nextInt(), number(), random.nextInt())));
    }

    private Statement statement() {
        return new Statement(
                text(),
                text(),
                text(),
                text(),
                random.nextInt(),
                list(
                        () ->
                                new StatementLine(
                                        text(),
                                        text(),
                                        random.nextInt(),
                                        number(),
                                        list(this::number),
                                        pico(),
                                        number())),
                pico(),
                number());
    }

    private @Nullable Refusal refusal() {
        SortedMap<String, String> facts = new TreeMap<>();
        list(this::text).forEach(name -> facts.put(name, text()));
        return maybe(() -> new Refusal(any(RefusalCode.values()), text(), text(), facts));
    }

    private Pico pico() {
        return new Pico(half(), number());
    }

    private long half() {
        return random.nextBoolean() ? 0 : number();
    }

    private long number() {
        return random.nextLong() >> random.nextInt(64);
    }

    private byte[] bytes() {
        byte[] bytes = new byte[random.nextBoolean() ? 32 : random.nextInt(40)];
        random.nextBytes(bytes);
        return bytes;
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            int[] script = any(SCRIPTS).codePoints().toArray();
            text.appendCodePoint(script[random.nextInt(script.length)]);
        }
        return text.toString();
    }

    private <T> T any(T[] choices) {
        return choices[random.nextInt(choices.length)];
    }

    private <T> @Nullable T maybe(Supplier<T> value) {
        return random.nextBoolean() ? null : value.get();
    }

    private <T> List<T> list(Supplier<T> element) {
        List<T> list = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            list.add(element.get());
        }
        return list;
    }
}
