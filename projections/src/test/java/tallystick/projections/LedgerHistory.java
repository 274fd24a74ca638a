package tallystick.projections;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.axonframework.eventhandling.EventMessage;
import tallystick.domain.AgreementTerms;
import tallystick.domain.ClosingCommand;
import tallystick.domain.ClosingEvent;
import tallystick.domain.Decision;
import tallystick.domain.DefaultCommand;
import tallystick.domain.DefaultEvent;
import tallystick.domain.DisputeCommand;
import tallystick.domain.FxCommand;
import tallystick.domain.GrantKind;
import tallystick.domain.GrantTerms;
import tallystick.domain.IdempotencyKey;
import tallystick.domain.LedgerCommand;
import tallystick.domain.LedgerCommand.Reference;
import tallystick.domain.LedgerCommand.Settlement;
import tallystick.domain.LedgerCommand.Wallets;
import tallystick.domain.LedgerEvent;
import tallystick.domain.LedgerEvent.Settlement.WindowCalculated;
import tallystick.domain.LedgerRequest;
import tallystick.domain.LineClaim;
import tallystick.domain.WalletTerms;
import tallystick.domain.WindowRunCommand;
import tallystick.domain.ledger.LedgerDecider;
import tallystick.domain.ledger.LedgerState;
import tallystick.domain.money.Assets;
import tallystick.domain.money.Pico;
import tallystick.domain.rating.PriceLine;
import tallystick.domain.rating.PriceTier;
import tallystick.domain.rating.TariffKind;
import tallystick.domain.rating.TariffTerms;
import tallystick.domain.rating.TierMode;
import tallystick.domain.rating.TierPeriod;
import tallystick.domain.settlement.BatchNotice;
import tallystick.domain.settlement.BusinessCalendar;
import tallystick.domain.settlement.CutOffCalendar;
import tallystick.domain.settlement.GapReport;
import tallystick.domain.settlement.PayInCall;
import tallystick.domain.settlement.Recast;
import tallystick.domain.settlement.Rounding;
import tallystick.domain.settlement.SettlementLeg;
import tallystick.domain.settlement.SettlementModelTerms;
import tallystick.domain.settlement.Statement;
import tallystick.domain.settlement.StatementHash;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageIdentity;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;
import tallystick.projections.check.ProjectionCheck.Entry;

/**
 * A seeded random history decided by the real ledger, as the messages that reach the projections:
 * reference data, wallets, grants, home and roaming usage in runs, suspense, late usage, settled
 * windows, what customers do ({@link RandomCustomers}), and messages of the application in between.
 */
final class LedgerHistory {

    static final long START = 1_795_132_800_000_000_000L;
    static final long SECOND_NANOS = 1_000_000_000L;
    private static final long MOST_PRICE_PICO = 1L << 28;

    /** How far windows come, one after the other: 7 is final, 3 is given up. */
    private static final List<Integer> STAGES = List.of(1, 7, 3, 5, 4, 6, 2, 0);

    static final List<String> OPERATORS = List.of("op-kr", "op-fr", "op-in");
    static final List<String> MODELS = List.of("small", "large");

    private final SplittableRandom random;

    /** Of its own, so that what operators affirm changes nothing else. */
    private final SplittableRandom affirming = new SplittableRandom(1);

    private final SortedMap<Long, UsageRecord> recorded = new TreeMap<>();
    private final LedgerState state =
            new LedgerState(position -> Objects.requireNonNull(recorded.get(position)));
    private final RandomCustomers customers;
    private final HistoryFixings fixings = new HistoryFixings();
    private final UsageIdentity identity = new UsageIdentity();
    private final List<Entry> entries = new ArrayList<>();
    private final List<EventMessage<?>> messages = new ArrayList<>();
    private final Map<Integer, Long> members = new HashMap<>();
    private final List<String> wallets = new ArrayList<>();
    private long now = START;
    private int windows = 1;
    private int usages;
    private int grants;

    LedgerHistory(long seed) {
        this.random = new SplittableRandom(seed);
        this.customers = new RandomCustomers(this, random);
    }

    /** A history of that many steps. */
    static LedgerHistory random(long seed, int steps) {
        LedgerHistory history = new LedgerHistory(seed);
        history.onboard(12, MOST_PRICE_PICO);
        for (int i = 0; i < steps; i++) {
            history.step();
        }
        history.settle(7);
        history.customers.step();
        history.settle(5);
        return history;
    }

    LedgerState state() {
        return state;
    }

    List<String> wallets() {
        return wallets;
    }

    /** The ledger's events, for the check. */
    List<Entry> entries() {
        return entries;
    }

    /** All messages, the application's too, for the projections. */
    List<EventMessage<?>> messages() {
        return messages;
    }

    long lastPosition() {
        return state.lastPosition();
    }

    /** Usage records by position, in order. */
    SortedMap<Long, UsageRecord> recorded() {
        return recorded;
    }

    long now() {
        return now;
    }

    private void step() {
        pass(random.nextLong(600 * SECOND_NANOS));
        int dice = random.nextInt(160);
        if (dice >= 100) {
            customers.step();
        } else if (dice < 20) {
            grant(Pico.of(1 + random.nextLong(1L << random.nextInt(1, 62))));
        } else if (dice < 24) {
            publish(OPERATORS.get(random.nextInt(3)), random.nextBoolean(), MOST_PRICE_PICO);
        } else if (dice < 26) {
            settle();
        } else if (dice < 34) {
            application();
        } else if (dice < 36) {
            openWallet(1L << 44);
        } else {
            usageRun(1 + random.nextInt(40));
        }
    }

    /** Three operators with retail and inter-operator tariffs, agreements, a window, wallets. */
    void onboard(int walletCount, long maxPricePico) {
        for (String operator : OPERATORS) {
            String country = country(operator);
            apply(new Reference.RegisterOperator(operator, country, asset(operator), ""));
            apply(new Reference.RegisterFactory("site-" + operator, operator, country));
            apply(new Reference.RegisterTenant("tnt-" + operator, operator));
        }
        MODELS.forEach(model -> apply(new Reference.RegisterModel(model)));
        for (String operator : OPERATORS) {
            publish(operator, true, maxPricePico);
            publish(operator, false, maxPricePico);
        }
        agree("op-kr", "op-fr");
        agree("op-fr", "op-kr");
        agree("op-kr", "op-in");
        agree("op-in", "op-fr");
        apply(new Settlement.OpenWindow("w1", "daily", START));
        models();
        for (int i = 0; i < walletCount; i++) {
            openWallet(1L << 44);
        }
    }

    private void agree(String home, String serving) {
        apply(
                new Reference.ConcludeAgreement(
                        new AgreementTerms(
                                home + ">" + serving,
                                home,
                                serving,
                                "iot-" + serving,
                                "daily",
                                0)));
    }

    /** Lets time pass; deadlines come first, as they do in the engine. */
    void pass(long nanos) {
        now += nanos;
        while (state.nextDeadlineEpochNanos() <= now) {
            decide(new LedgerRequest(new LedgerCommand.PassDeadline(), "system", null));
        }
    }

    private void publish(String operator, boolean retail, long maxPricePico) {
        boolean tiered = !wallets.isEmpty() && random.nextInt(4) == 0;
        List<PriceLine> prices = new ArrayList<>();
        for (String model : MODELS) {
            for (TokenClass tokenClass : TokenClass.ALL) {
                if (wallets.isEmpty() || random.nextInt(20) > 0) {
                    long price = 1 + random.nextLong(maxPricePico);
                    prices.add(
                            tiered && random.nextBoolean()
                                    ? tiered(model, tokenClass, price)
                                    : new PriceLine(model, tokenClass, PriceLine.ANY, price));
                }
            }
        }
        apply(
                new Reference.PublishTariff(
                        new TariffTerms(
                                (retail ? "retail-" : "iot-") + operator,
                                retail ? TariffKind.RETAIL : TariffKind.INTER_OPERATOR,
                                operator,
                                asset(operator),
                                "UTC",
                                wallets.isEmpty() ? 0 : now,
                                Pico.of(tiered ? 0 : random.nextLong(2) * 1_000),
                                TierPeriod.values()[random.nextInt(2)],
                                prices)));
    }

    private PriceLine tiered(String model, TokenClass tokenClass, long price) {
        List<PriceTier> tiers = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            long from =
                    1 + random.nextLong(10_000) + (tiers.isEmpty() ? 0 : 10_000L * tiers.size());
            tiers.add(new PriceTier(from, random.nextLong(price)));
        }
        TierMode mode = random.nextBoolean() ? TierMode.GRADUATED : TierMode.VOLUME;
        return new PriceLine(model, tokenClass, PriceLine.ANY, price, mode, tiers);
    }

    private void openWallet(long maxOverdraftPico) {
        String operator = OPERATORS.get(wallets.size() % 3);
        String wallet = "wal-" + wallets.size();
        wallets.add(wallet);
        apply(
                new Wallets.OpenWallet(
                        new WalletTerms(
                                wallet,
                                "tnt-" + operator,
                                asset(operator),
                                "retail-" + operator,
                                Pico.of(random.nextLong(maxOverdraftPico)),
                                random.nextInt(4) > 0 ? List.of() : List.of("KR", "FR", "IN"))));
    }

    void grant(Pico amount) {
        int wallet = random.nextInt(wallets.size());
        boolean expires = random.nextBoolean();
        boolean rollsOver = expires && random.nextBoolean();
        apply(
                new Wallets.IssueGrant(
                        new GrantTerms(
                                "g" + grants++,
                                wallets.get(wallet),
                                amount,
                                asset(OPERATORS.get(wallet % 3)),
                                GrantKind.values()[random.nextInt(3)],
                                random.nextInt(4),
                                now - SECOND_NANOS,
                                expires ? now + 5_000 * SECOND_NANOS : GrantTerms.NEVER,
                                random.nextInt(3) > 0 ? List.of() : List.of("small"),
                                rollsOver
                                        ? new GrantTerms.Rollover(
                                                1 + random.nextInt(10_000),
                                                3_000 * SECOND_NANOS,
                                                1 + random.nextInt(3))
                                        : null)));
    }

    /** Usage records in one run, as one group commit makes it. */
    void usageRun(int records) {
        List<UsageRecord> run = new ArrayList<>();
        long first = state.lastPosition() + 1;
        for (int i = 0; i < records; i++) {
            record(freshUsage(), run);
        }
        add(new LedgerEvent.UsageRecorded(run), first);
    }

    /** Home usage of one wallet in one run: that many records with these tokens of one class. */
    List<UsageRecord> usage(String wallet, TokenClass tokenClass, long tokens, int records) {
        String home = OPERATORS.get(wallets.indexOf(wallet) % 3);
        List<UsageRecord> run = new ArrayList<>();
        long first = state.lastPosition() + 1;
        for (int i = 0; i < records; i++) {
            UsageRecord usage = freshUsage();
            usage.wallet = wallet;
            usage.homeOperator = home;
            usage.servingOperator = home;
            usage.tenant = "tnt-" + home;
            usage.servedIn = country(home);
            Arrays.fill(usage.tokens, 0);
            usage.tokens[tokenClass.ordinal()] = tokens;
            record(usage, run);
        }
        add(new LedgerEvent.UsageRecorded(run), first);
        return run;
    }

    private void record(UsageRecord usage, List<UsageRecord> run) {
        identity.seal(usage);
        LedgerDecider.decideUsage(usage, state, now);
        if (usage.status != UsageStatus.ACCEPTED && usage.status != UsageStatus.SUSPENDED) {
            throw new IllegalStateException("not new: " + usage);
        }
        state.evolveUsage(usage);
        note(usage);
        run.add(usage);
    }

    private void note(UsageRecord usage) {
        recorded.put(usage.position, usage);
        if (usage.status == UsageStatus.ACCEPTED) {
            members.merge(usage.windowRef, 1L, Long::sum);
        }
    }

    /** One record of a test's own making, in a run of its own. */
    void record(UsageRecord usage) {
        List<UsageRecord> run = new ArrayList<>();
        long first = state.lastPosition() + 1;
        usage.id = "u" + usages++;
        record(usage, run);
        add(new LedgerEvent.UsageRecorded(run), first);
    }

    UsageRecord freshUsage() {
        int wallet = random.nextInt(wallets.size() + 1);
        String home = OPERATORS.get(wallet % 3);
        String serving = random.nextInt(3) == 0 ? OPERATORS.get(random.nextInt(3)) : home;
        UsageRecord usage = new UsageRecord();
        usage.source = "/operators/" + serving + "/gateways/" + random.nextInt(3);
        usage.id = "u" + usages++;
        usage.wallet = "wal-" + wallet;
        usage.homeOperator = home;
        usage.servingOperator = serving;
        usage.tenant = "tnt-" + home;
        usage.servedIn = country(serving);
        usage.model = MODELS.get(random.nextInt(MODELS.size()));
        usage.endedEpochNanos = now - random.nextLong(7_200) * SECOND_NANOS;
        if (random.nextInt(200) == 0) {
            usage.endedEpochNanos -= 40 * 86_400 * SECOND_NANOS;
        }
        for (int c = 0; c < TokenClass.COUNT; c++) {
            usage.tokens[c] = random.nextInt(4) == 0 ? random.nextLong(20_000) : 0;
        }
        return usage;
    }

    /** Takes the open window through all its steps, and then so far as it comes. */
    void settle() {
        settle(STAGES.get(windows % STAGES.size()));
    }

    /** One model whose window stops, and another whose windows take their own steps. */
    private void models() {
        apply(model("own", List.of()));
        apply(new Settlement.OpenWindow("own1", "own", START));
        apply(model("own", List.of(now + 5, now + 10, now + 400_000_000_000L)));
    }

    private static WindowRunCommand model(String name, List<Long> cutOffs) {
        return new WindowRunCommand.DefineSettlementModel(
                new SettlementModelTerms(
                        name,
                        cutOffs.isEmpty() ? CutOffCalendar.DAILY : CutOffCalendar.CUSTOM,
                        "Asia/Seoul",
                        cutOffs.isEmpty() ? 90 : 0,
                        cutOffs,
                        3,
                        0,
                        2,
                        List.of(
                                new BusinessCalendar(
                                        "EUR",
                                        new TreeSet<>(List.of(DayOfWeek.SUNDAY)),
                                        new TreeSet<>(List.of(LocalDate.of(2026, 12, 25)))))));
    }

    /** Batches of the first pair: one noted, one returned. */
    private void batches(String window) {
        GapReport report = Objects.requireNonNull(state.gapReport(window));
        for (GapReport.Stream stream : report.streams()) {
            BatchNotice right =
                    new BatchNotice(
                            window,
                            stream.servingOperator(),
                            stream.homeOperator(),
                            1,
                            stream.records(),
                            stream.tokens(),
                            true,
                            "");
            actAs("sender", true, new WindowRunCommand.NoteBatch(right));
            if (attempt(new WindowRunCommand.NoteBatch(right), "sender")) {
                throw new IllegalStateException("noted twice: " + right);
            }
        }
    }

    /**
     * @param stage how far it comes: 7 is final, 3 is given up
     */
    private void settle(int stage) {
        String window = "w" + windows;
        String next = "w" + ++windows;
        apply(new Settlement.CutOffWindow(window, now, next));
        usageRun(20);
        if (windows == 4) {
            batches(window);
        }
        apply(new Settlement.FenceWindow(window));
        long records = members.getOrDefault(state.names().windows.refOf(window), 0L);
        apply(new Settlement.SealWindow(window, records, "%064x".formatted(windows)));
        apply(new Settlement.CalculateWindow(window));
        affirm(window);
        dispute(window);
        boolean converts = stage == 4 || (stage == 7 && windows % 16 != 2);
        if (converts) {
            fixings.settleInOneCurrency(this::apply, now);
        }
        apply(new Settlement.NetWindow(window));
        if (converts) {
            fixings.settleAsInvoiced(this::apply);
        }
        close(window, stage);
    }

    /** Some windows become final, some wait on the way, some are given up. */
    private void close(String window, int until) {
        String hash = last(ClosingEvent.ApprovalAsked.class).hash();
        actAs("maker", until >= 1, new ClosingCommand.ProposeApproval(window, hash));
        actAs("checker", until >= 2, new ClosingCommand.ApproveWindow(window, hash));
        if (until == 3) {
            actAs("maker", true, new ClosingCommand.ProposeAbort(window, "given up"));
            actAs("checker", true, new ClosingCommand.AbortWindow(window));
            return;
        }
        actAs("maker", until >= 4, new ClosingCommand.FundWindow(window, now + 1));
        if (until == 4 && windows % 2 == 0) {
            // What was called is called no more.
            attempt(new FxCommand.ConvertWindow(window, List.of("op-kr")), "maker");
        }
        if (until == 7 && windows % 16 == 2) {
            miss(window);
        }
        if (until >= 5) {
            pay(window, until);
        }
    }

    /** Nobody pays in: one defaults and is taken out, the next one's default is covered. */
    private void miss(String window) {
        String debtor = inDefault(window);
        actAs(
                "maker",
                true,
                new DefaultCommand.ProposeRecast(window, debtor, Recast.Rule.UNWIND_DEFAULTER));
        actAs("checker", true, new DefaultCommand.RecastWindow(window, debtor));
        lift(window, debtor);
        String hash = last(ClosingEvent.ApprovalAsked.class).hash();
        actAs("maker", true, new ClosingCommand.ProposeApproval(window, hash));
        actAs("checker", true, new ClosingCommand.ApproveWindow(window, hash));
        apply(new ClosingCommand.FundWindow(window, now + 1));
        debtor = inDefault(window);
        cover(window, debtor, last(DefaultEvent.PayInLate.class).missing());
        lift(window, debtor);
    }

    /** The first that does not pay in, declared in default. */
    private String inDefault(String window) {
        now += 1;
        passDeadlines();
        String debtor = last(DefaultEvent.PayInLate.class).missing().getFirst().operator();
        apply(new DefaultCommand.GiveGrace(window, debtor, now + 1));
        now += 1;
        actAs("maker", true, new DefaultCommand.ProposeDefault(window, debtor, "rulebook 7.2"));
        actAs("checker", true, new DefaultCommand.DeclareDefault(window, debtor));
        return debtor;
    }

    private void lift(String window, String debtor) {
        actAs("maker", true, new DefaultCommand.ProposeLift(window, debtor, "it paid"));
        actAs("checker", true, new DefaultCommand.LiftDefault(window, debtor));
    }

    /** Others pledge too, and lend what the defaulter's own is short of. */
    private void cover(String window, String debtor, List<PayInCall> missing) {
        for (PayInCall call : missing) {
            if (!call.operator().equals(debtor)) {
                continue;
            }
            for (String operator : OPERATORS) {
                long minor = operator.equals(debtor) ? call.minor() / 2 + 1 : call.minor();
                pledge(operator, call.asset(), minor, window);
            }
        }
        actAs("treasury-a", true, new DefaultCommand.CoverDefault(window, debtor));
        for (String operator : OPERATORS) {
            if (!operator.equals(debtor)) {
                attempt(
                        new DefaultCommand.WithdrawCollateral(
                                operator,
                                missing.getFirst().asset(),
                                Rounding.minorToPico(
                                        1, Assets.minorDigits(missing.getFirst().asset())),
                                "back-" + window + operator),
                        "treasury-a");
            }
        }
    }

    private void pledge(String operator, String asset, long minor, String window) {
        apply(
                new DefaultCommand.DepositCollateral(
                        operator,
                        asset,
                        Rounding.minorToPico(minor, Assets.minorDigits(asset)),
                        "pledge-" + window + operator + asset));
    }

    private void passDeadlines() {
        while (state.nextDeadlineEpochNanos() <= now) {
            decide(new LedgerRequest(new LedgerCommand.PassDeadline(), "system", null));
        }
    }

    /** One dispute is withheld and agreed in part, one waits; both over the first line. */
    private void dispute(String window) {
        Statement statement = last(WindowCalculated.class).statements().getFirst();
        if (statement.lines().getFirst().rounded() < 4) {
            return;
        }
        String home = statement.homeOperator();
        String serving = statement.servingOperator();
        List<LineClaim> two =
                List.of(new LineClaim(0, Rounding.minorToPico(2, statement.minorDigits())));
        List<LineClaim> one =
                List.of(new LineClaim(0, Rounding.minorToPico(1, statement.minorDigits())));
        for (String dispute : List.of(window + "-a", window + "-b")) {
            actAs(
                    home + "-a",
                    true,
                    new DisputeCommand.OpenDispute(
                            dispute, statement.statement(), home, two, "too much"));
        }
        actAs(serving + "-a", true, new DisputeCommand.AgreeDispute(window + "-a", serving, one));
        actAs("maker", true, new DisputeCommand.ResolveDispute(window + "-a"));
    }

    private void pay(String window, int until) {
        for (PayInCall call : last(ClosingEvent.PayInCalled.class).calls()) {
            Pico amount = Rounding.minorToPico(call.minor(), Assets.minorDigits(call.asset()));
            actAs(
                    "bank",
                    true,
                    new ClosingCommand.RecordPayIn(
                            window,
                            call.operator(),
                            call.asset(),
                            amount,
                            "in-" + window + call.asset() + call.operator()));
        }
        actAs("treasury-a", true, new ClosingCommand.ProposeInstruction(window, 20_800));
        actAs("treasury-b", until >= 6, new ClosingCommand.InstructWindow(window));
        if (until < 7) {
            return;
        }
        for (SettlementLeg leg : last(ClosingEvent.WindowInstructed.class).legs()) {
            Pico unit = Rounding.minorToPico(1, Assets.minorDigits(leg.asset()));
            Pico amount = Rounding.minorToPico(leg.minor(), Assets.minorDigits(leg.asset()));
            // More than is owed: the excess matches nothing.
            actAs(
                    "bank",
                    true,
                    new ClosingCommand.ConfirmPayment(
                            window, leg.uetr(), leg.asset(), amount.plus(unit), leg.uetr()));
        }
        actAs("maker", true, new ClosingCommand.FinaliseWindow(window));
    }

    private void actAs(String actor, boolean isDone, LedgerCommand command) {
        if (isDone && !attempt(command, actor)) {
            throw new IllegalStateException("refused: " + command);
        }
    }

    private <E extends LedgerEvent> E last(Class<E> type) {
        return entries.reversed().stream()
                .map(Entry::event)
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow();
    }

    /** One side affirms by two persons, one by its own calculation, the rest by the deadline. */
    private void affirm(String window) {
        WindowCalculated calculated = last(WindowCalculated.class);
        apply(new Settlement.IssueStatements(window, now + 1, 0));
        for (Statement statement : calculated.statements()) {
            String name = statement.statement();
            String home = statement.homeOperator();
            String serving = statement.servingOperator();
            if (affirming.nextBoolean()) {
                actAs(home + "-a", true, new ClosingCommand.ProposeAffirmation(name, home));
                actAs(home + "-b", true, new ClosingCommand.ConfirmAffirmation(name, home));
            }
            String hash =
                    affirming.nextBoolean() ? StatementHash.of(statement).toHex() : "0".repeat(64);
            actAs(
                    serving + "-a",
                    true,
                    new ClosingCommand.SubmitAggregate(name, serving, hash, statement.totalPico()));
        }
        now += 1;
        passDeadlines();
    }

    /** A message of the application: it takes a position, and means nothing to the ledger. */
    void application() {
        long position = state.lastPosition() + 1;
        state.skip(position, now);
        messages.add(JournalDouble.message("a note", position, position, now));
    }

    /** Decides with a key, so that the answer is journaled too, and applies the events. */
    void apply(LedgerCommand command) {
        if (!attempt(command, "test")) {
            throw new IllegalStateException("refused: " + command);
        }
    }

    /** The same for what may be refused: then that is journaled. */
    boolean attempt(LedgerCommand command, String actor) {
        IdempotencyKey key = new IdempotencyKey("key-" + state.lastPosition(), 1);
        return decide(new LedgerRequest(command, actor, key));
    }

    private boolean decide(LedgerRequest request) {
        return switch (LedgerDecider.decide(request, state, now)) {
            case Decision.Accepted accepted -> {
                accepted.events().forEach(this::evolve);
                yield true;
            }
            case Decision.Refused refused -> {
                refused.events().forEach(this::evolve);
                yield false;
            }
            case Decision.Replayed replayed -> throw new IllegalStateException("" + replayed);
        };
    }

    private void evolve(LedgerEvent event) {
        long position = state.lastPosition() + 1;
        if (event instanceof LedgerEvent.UsageRecorded run) {
            run.records().forEach(this::note);
        }
        state.evolve(event, position, now);
        add(event, position);
    }

    private void add(LedgerEvent event, long position) {
        Entry entry = new Entry(position, now, event);
        entries.add(entry);
        messages.add(JournalDouble.message(entry));
    }

    static String asset(String operator) {
        return switch (operator) {
            case "op-kr" -> "KRW";
            case "op-fr" -> "EUR";
            default -> "INR";
        };
    }

    static String country(String operator) {
        return operator.substring(3).toUpperCase(Locale.ROOT);
    }
}
