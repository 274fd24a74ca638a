package tallystick.engine.audit;

import java.security.KeyPair;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import tallystick.domain.AgreementTerms;
import tallystick.domain.ClosingCommand;
import tallystick.domain.Decision;
import tallystick.domain.DefaultCommand;
import tallystick.domain.DisputeCommand;
import tallystick.domain.FxCommand;
import tallystick.domain.GrantKind;
import tallystick.domain.GrantTerms;
import tallystick.domain.HoldTerms;
import tallystick.domain.IdempotencyKey;
import tallystick.domain.LedgerCommand;
import tallystick.domain.LedgerCommand.Caps;
import tallystick.domain.LedgerCommand.Holds;
import tallystick.domain.LedgerCommand.Quotas;
import tallystick.domain.LedgerCommand.Reference;
import tallystick.domain.LedgerCommand.Rerating;
import tallystick.domain.LedgerCommand.Settlement;
import tallystick.domain.LedgerCommand.Wallets;
import tallystick.domain.LedgerEvent;
import tallystick.domain.LedgerRequest;
import tallystick.domain.LineClaim;
import tallystick.domain.WalletTerms;
import tallystick.domain.WindowRunCommand;
import tallystick.domain.ledger.LedgerDecider;
import tallystick.domain.ledger.LedgerState;
import tallystick.domain.money.Pico;
import tallystick.domain.proof.MerkleFrontier;
import tallystick.domain.proof.TreeHash;
import tallystick.domain.quota.QuotaMeasure;
import tallystick.domain.quota.QuotaMode;
import tallystick.domain.quota.QuotaPeriod;
import tallystick.domain.quota.QuotaScope;
import tallystick.domain.quota.QuotaTerms;
import tallystick.domain.rating.PriceLine;
import tallystick.domain.rating.TariffKind;
import tallystick.domain.rating.TariffTerms;
import tallystick.domain.settlement.AgreementConditions;
import tallystick.domain.settlement.BatchNotice;
import tallystick.domain.settlement.CutOffCalendar;
import tallystick.domain.settlement.Fraction;
import tallystick.domain.settlement.FxFixing;
import tallystick.domain.settlement.FxTerms;
import tallystick.domain.settlement.Recast;
import tallystick.domain.settlement.SettlementLeg;
import tallystick.domain.settlement.SettlementModelTerms;
import tallystick.domain.settlement.SignedFixing;
import tallystick.domain.settlement.SlaTerms;
import tallystick.domain.settlement.Statement;
import tallystick.domain.settlement.StatementHash;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageHistory;
import tallystick.domain.usage.UsageIdentity;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;
import tallystick.engine.World;
import tallystick.engine.codec.EventDecoder;
import tallystick.engine.codec.EventEncoder;
import tallystick.engine.codec.LeafHeader;

/**
 * A journal in which every kind of event stands at least once: three operators, wallets, holds,
 * suspense, four windows, one settled over a default, one given up, two that run by themselves.
 */
final class WholeStory {

    private static final long SECOND = 1_000_000_000L;
    private static final long HOUR = 3_600 * SECOND;
    private static final String MODEL = "llama-3.3-70b";

    final List<byte[]> leaves = new ArrayList<>();
    final List<LedgerEvent> events = new ArrayList<>();

    private final LedgerState state = new LedgerState(new Written());
    private final EventEncoder encoder = new EventEncoder();
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    private final Map<Integer, MerkleFrontier> members = new HashMap<>();
    private final List<SettlementLeg> legs = new ArrayList<>();
    private String asked = "";
    private long now = World.NOW;
    private int keys;

    WholeStory() {
        federation();
        wallets();
        limits();
        holds();
        suspense();
        defaulted();
        givenUp();
        byItself();
    }

    // ---- chapters

    private void federation() {
        for (String[] operator :
                List.of(
                        new String[] {"op-kr", "KR", "KRW", "kr-1"},
                        new String[] {"op-fr", "FR", "EUR", "fr-1"},
                        new String[] {"op-de", "DE", "EUR", "de-1"})) {
            does(new Reference.RegisterOperator(operator[0], operator[1], operator[2], ""));
            does(new Reference.RegisterFactory(operator[3], operator[0], operator[1]));
        }
        does(new Reference.RegisterModel(MODEL));
        does(new Reference.RegisterTenant("t-kr", "op-kr"));
        does(new Reference.RegisterTenant("t-fr", "op-fr"));
        does(tariff("retail-kr", TariffKind.RETAIL, "op-kr", "KRW", 500_000_000L));
        does(tariff("retail-fr", TariffKind.RETAIL, "op-fr", "EUR", 500_000L));
        does(tariff("iot-kr", TariffKind.INTER_OPERATOR, "op-kr", "KRW", 300_000_000L));
        does(tariff("iot-fr", TariffKind.INTER_OPERATOR, "op-fr", "EUR", 300_000L));
        does(tariff("iot-de", TariffKind.INTER_OPERATOR, "op-de", "EUR", 300_000L));
        does(agreement("op-kr", "op-fr", "iot-fr"));
        does(agreement("op-kr", "op-de", "iot-de"));
        does(agreement("op-fr", "op-kr", "iot-kr"));
        does(new Settlement.OpenWindow("w1", "daily", now - 1));
        for (String wallet : List.of("w-kr", "w-kr-2")) {
            does(wallet(wallet, "t-kr", "KRW", "retail-kr"));
        }
        does(wallet("w-fr", "t-fr", "EUR", "retail-fr"));
        does(grant("g-kr", "w-kr", "100000000", "KRW", GrantTerms.NEVER, null));
        does(grant("g-fr", "w-fr", "100000", "EUR", GrantTerms.NEVER, null));
    }

    private void wallets() {
        String fee = "shortens";
        does(
                grant(
                        fee,
                        "w-kr",
                        "100",
                        "KRW",
                        now + 10 * SECOND,
                        new GrantTerms.Rollover(5_000, HOUR, 1)));
        does(grant("taken-back", "w-kr", "70", "KRW", GrantTerms.NEVER, null));
        does(new Wallets.VoidGrant("taken-back", "a mistake"));
        does(new Wallets.TransferCredit("gift", "w-kr", "w-kr-2", Pico.parse("25"), "KRW"));
        does(new Wallets.SetAutoTopUp("w-kr", Pico.parse("5"), Pico.parse("50")));
        does(new Wallets.SetAlerts("w-kr", List.of(Pico.parse("9"))));
        does(grant("soon", "w-kr-2", "3", "KRW", now + 8 * 24 * HOUR, null));
        does(new Wallets.SuspendWallet("w-kr-2", "lost"));
        does(new Wallets.ResumeWallet("w-kr-2"));
        now += 20 * SECOND;
        keyed("kim", new Wallets.SuspendWallet("w-kr-2", "lost again"));
        keyed("kim", new Wallets.SuspendWallet("w-kr-2", "lost thrice"));
        keyed("kim", new Wallets.ResumeWallet("w-kr-2"));
    }

    private void limits() {
        does(
                new Quotas.SetQuota(
                        new QuotaTerms(
                                "q1",
                                QuotaScope.WALLET,
                                "w-kr",
                                QuotaPeriod.DAY,
                                false,
                                QuotaMeasure.TOKENS,
                                null,
                                "",
                                Pico.ofUnits(1_000_000_000L),
                                Pico.ZERO,
                                QuotaMode.HARD)));
        does(new Quotas.RemoveQuota("q1"));
        does(new Caps.SetBilateralCap("op-kr", "op-fr", "EUR", Pico.parse("1000")));
        does(new Caps.SetNetDebitCap("op-kr", "EUR", Pico.parse("2"), 0));
    }

    private void holds() {
        for (String hold : List.of("h1", "h2", "h3")) {
            keyed("kim", new Holds.OpenHold(hold(hold)));
            keyed("kim", new Holds.ExtendHold(hold, 1, used(100, 5), 10));
        }
        keyed("kim", new Holds.CommitHold("h1", 2, used(100, 8), false));
        keyed("kim", new Holds.CommitHold("h1", 3, used(100, 9), true));
        does(new Holds.ReleaseHold("h2", 2, "cancelled"));
        now += 61 * SECOND;
    }

    private void suspense() {
        UsageRecord late = usage("late", "w-kr", "op-kr", 10);
        late.endedEpochNanos = now - 40 * 24 * HOUR;
        long old = records(late);
        by("kim", new Rerating.ProposeRelease(old, "came late"));
        by("lee", new Rerating.ApproveRelease(old));
        long unknown = records(usage("unknown", "w-new", "op-kr", 10));
        does(wallet("w-new", "t-kr", "KRW", "retail-kr"));
        does(new Rerating.RerateSuspended(unknown));
        long first = records(usage("first", "w-kr", "op-kr", 10));
        does(tariff("retail-kr", TariffKind.RETAIL, "op-kr", "KRW", 600_000_000L));
        does(new Rerating.RepriceRecorded(first));
    }

    private void defaulted() {
        traffic("a", "w-kr", "op-fr", 1_000_003);
        traffic("b", "w-kr", "op-de", 1_000_003);
        traffic("c", "w-fr", "op-kr", 2_000_011);
        calculated("w1", "w2");
        does(new Settlement.IssueStatements("w1", now + HOUR, 2));
        affirmed();
        by("dieter", new DisputeCommand.AcknowledgeDispute("d1", "op-de"));
        by("jun", new DisputeCommand.SubmitEvidence("d1", "op-kr", "e".repeat(64)));
        by("dieter", new DisputeCommand.AgreeDispute("d1", "op-de", line("0.20")));
        now += HOUR;
        does(new Settlement.NetWindow("w1"));
        keyed("hub", new DisputeCommand.ResolveDispute("d1"));
        for (String operator : List.of("op-kr", "op-fr", "op-de")) {
            does(new DefaultCommand.DepositCollateral(operator, "EUR", Pico.parse("9"), operator));
        }
        does(new DefaultCommand.WithdrawCollateral("op-de", "EUR", Pico.parse("0.5"), "back"));
        called("w1");
        does(new ClosingCommand.RecordPayIn("w1", "op-fr", "KRW", Pico.parse("4200"), "in-1"));
        declared("w1");
        by("hub-maker", new DefaultCommand.CoverDefault("w1", "op-kr"));
        by("treasury-a", new ClosingCommand.ProposeInstruction("w1", 20_778));
        by("treasury-b", new ClosingCommand.InstructWindow("w1"));
        int entry = 0;
        for (SettlementLeg leg : List.copyOf(legs)) {
            Pico more = Pico.parse(entry == 0 ? "1" : "0");
            Pico paid =
                    tallystick.domain.settlement.Rounding.minorToPico(
                            leg.minor(), leg.asset().equals("KRW") ? 0 : 2);
            does(
                    new ClosingCommand.ConfirmPayment(
                            "w1", leg.uetr(), leg.asset(), paid.plus(more), "out-" + entry++));
        }
        does(new ClosingCommand.ConfirmPayment("w1", "nobody's", "EUR", Pico.parse("3"), "odd"));
        does(new ClosingCommand.FinaliseWindow("w1"));
        by("hub-maker", new DefaultCommand.ProposeLift("w1", "op-kr", "paid"));
        by("hub-risk", new DefaultCommand.LiftDefault("w1", "op-kr"));
    }

    private void affirmed() {
        String fr = "w1:op-kr:op-fr:EUR";
        String de = "w1:op-kr:op-de:EUR";
        by("kim", new ClosingCommand.ProposeAffirmation(fr, "op-kr"));
        by("lee", new ClosingCommand.ConfirmAffirmation(fr, "op-kr"));
        String none = "0".repeat(64);
        by("marie", new ClosingCommand.SubmitAggregate(fr, "op-fr", none, Pico.parse("7")));
        by("marie", new ClosingCommand.SubmitAggregate(fr, "op-fr", none, Pico.parse("2.11")));
        Statement statement =
                state.statementsOf("w1").stream()
                        .filter(s -> s.statement().equals(de))
                        .findFirst()
                        .orElseThrow();
        by(
                "dieter",
                new ClosingCommand.SubmitAggregate(
                        de,
                        "op-de",
                        StatementHash.of(statement).toHex(),
                        tallystick.domain.settlement.Rounding.minorToPico(statement.total(), 2)));
        by("jun", new DisputeCommand.OpenDispute("d1", de, "op-kr", line("0.60"), "mis-rated"));
    }

    private void givenUp() {
        traffic("d", "w-kr", "op-de", 1_000_003);
        now += 1;
        calculated("w2", "w3");
        does(new Settlement.IssueStatements("w2"));
        does(new Settlement.NetWindow("w2"));
        called("w2");
        declared("w2");
        by(
                "hub-maker",
                new DefaultCommand.ProposeRecast(
                        "w2", "op-kr", Recast.Rule.UNWIND_OWED_BY_DEFAULTER));
        by("hub-risk", new DefaultCommand.RecastWindow("w2", "op-kr"));
        by("hub-maker", new ClosingCommand.ProposeAbort("w2", "given up"));
        by("hub-risk", new ClosingCommand.AbortWindow("w2"));
    }

    private void byItself() {
        conditions();
        exchange();
        does(
                new WindowRunCommand.DefineSettlementModel(
                        new SettlementModelTerms(
                                "daily",
                                CutOffCalendar.DAILY,
                                "UTC",
                                720,
                                List.of(),
                                HOUR,
                                HOUR,
                                2,
                                List.of())));
        traffic("e", "w-fr", "op-kr", 1_000_000);
        traffic("f", "w-fr", "op-de", 1_000);
        notes(new BatchNotice("w3", "op-kr", "op-fr", 1, 7, 7_000_000, false, ""));
        notes(new BatchNotice("w3", "op-kr", "op-fr", 2, 8, 8_000, false, ""));
        now += 24 * HOUR;
        records(usage("noon", "w-kr", "op-kr", 1));
        now += 2 * HOUR;
        records(usage("fenced", "w-kr", "op-kr", 1));
        seals("w3");
        records(usage("issued", "w-kr", "op-kr", 1));
        now += 2 * HOUR;
        records(usage("netted", "w-kr", "op-kr", 1));
        dear();
    }

    /** An agreement with a commitment that one window does not reach. */
    private void conditions() {
        AgreementConditions atLeast =
                new AgreementConditions(
                        now,
                        now + 30 * 24 * HOUR,
                        Pico.parse("5"),
                        List.of(),
                        new SlaTerms(List.of(), 0),
                        9_500);
        does(
                new Reference.ConcludeAgreement(
                        new AgreementTerms("op-fr-op-de", "op-fr", "op-de", "iot-de", "daily", 0),
                        atLeast));
    }

    /** What the French operator owes in Korea it pays in its own currency. */
    private void exchange() {
        does(new Reference.RegisterOperator("op-agent", "LU", "EUR", ""));
        KeyPair source = Keys.ed25519();
        does(new FxCommand.RegisterFxSource("ecb", Keys.publicBase64(source)));
        FxFixing fixing =
                new FxFixing(
                        "ecb",
                        now - SECOND,
                        "EUR",
                        "KRW",
                        Fraction.parse("1500.25"),
                        2_000,
                        List.of("EUR", "KRW"));
        does(
                new FxCommand.RecordFxFixing(
                        fixing.source(),
                        fixing.fixedAtEpochNanos(),
                        fixing.base(),
                        fixing.quote(),
                        "1500.25",
                        fixing.spreadPpm(),
                        fixing.path(),
                        Keys.signBase64(source, SignedFixing.signed(fixing))));
        does(
                new FxCommand.SetFxTerms(
                        new FxTerms(
                                "daily",
                                "op-agent",
                                "ecb",
                                7 * 24 * HOUR,
                                new TreeMap<>(Map.of("op-fr", "EUR")))));
    }

    /** A statement beyond 63 bits: the window of that day stops by itself. */
    private void dear() {
        does(tariff("iot-kr", TariffKind.INTER_OPERATOR, "op-kr", "KRW", Long.MAX_VALUE / 8));
        for (int i = 0; i < 2; i++) {
            records(usage("dear" + i, "w-fr", "op-kr", TokenClass.MAX_TOKENS));
        }
        now += 24 * HOUR;
        records(usage("next noon", "w-kr", "op-kr", 1));
        now += 2 * HOUR;
        records(usage("next fence", "w-kr", "op-kr", 1));
        String open = state.windowsToSeal().getFirst();
        seals(open);
        records(usage("stopped", "w-kr", "op-kr", 1));
    }

    // ---- steps

    private void calculated(String window, String next) {
        does(new Settlement.CutOffWindow(window, now, next));
        does(new Settlement.FenceWindow(window));
        seals(window);
        does(new Settlement.CalculateWindow(window));
    }

    private void seals(String window) {
        MerkleFrontier tree =
                Objects.requireNonNullElseGet(
                        members.get(state.names().windows.refOf(window)), MerkleFrontier::new);
        does(new Settlement.SealWindow(window, tree.size(), tree.rootHex()));
    }

    private void called(String window) {
        by("hub-maker", new ClosingCommand.ProposeApproval(window, asked));
        by("hub-risk", new ClosingCommand.ApproveWindow(window, asked));
        does(new ClosingCommand.FundWindow(window, now + HOUR));
    }

    private void declared(String window) {
        now += HOUR;
        by("hub-maker", new DefaultCommand.GiveGrace(window, "op-kr", now + HOUR));
        now += HOUR;
        by("hub-maker", new DefaultCommand.ProposeDefault(window, "op-kr", "rulebook 7.2"));
        by("hub-risk", new DefaultCommand.DeclareDefault(window, "op-kr"));
    }

    private void traffic(String id, String wallet, String serving, long output) {
        for (int i = 0; i < 7; i++) {
            records(usage(id + i, wallet, serving, output));
        }
    }

    private static List<LineClaim> line(String amount) {
        return List.of(new LineClaim(0, Pico.parse(amount)));
    }

    private static List<Long> used(long input, long output) {
        return List.of(input, 0L, 0L, 0L, 0L, 0L, output, 0L, 0L, 0L);
    }

    private LedgerCommand tariff(
            String tariff, TariffKind kind, String operator, String asset, long price) {
        List<PriceLine> prices = new ArrayList<>();
        for (TokenClass tokenClass : List.of(TokenClass.INPUT_UNCACHED, TokenClass.OUTPUT_TEXT)) {
            prices.add(new PriceLine(MODEL, tokenClass, PriceLine.ANY, price));
        }
        long from = events.size() > 60 ? now - 1 : now - 50 * 24 * HOUR;
        return new Reference.PublishTariff(
                new TariffTerms(tariff, kind, operator, asset, "UTC", from, Pico.ZERO, prices));
    }

    private LedgerCommand agreement(String home, String serving, String tariff) {
        return new Reference.ConcludeAgreement(
                new AgreementTerms(home + "-" + serving, home, serving, tariff, "daily", 0));
    }

    private static LedgerCommand wallet(String wallet, String tenant, String asset, String tariff) {
        return new Wallets.OpenWallet(
                new WalletTerms(wallet, tenant, asset, tariff, Pico.parse("1000000"), List.of()));
    }

    private LedgerCommand grant(
            String grant,
            String wallet,
            String amount,
            String asset,
            long expires,
            GrantTerms.@org.jspecify.annotations.Nullable Rollover rollover) {
        return new Wallets.IssueGrant(
                new GrantTerms(
                        grant,
                        wallet,
                        Pico.parse(amount),
                        asset,
                        GrantKind.PAID,
                        100,
                        0,
                        expires,
                        List.of(),
                        rollover));
    }

    private static HoldTerms hold(String hold) {
        return new HoldTerms(
                hold,
                "w-kr",
                MODEL,
                "fr-1",
                null,
                List.of(100L, 0L, 0L, 0L, 0L, 0L),
                10,
                60 * SECOND,
                HOUR,
                HoldTerms.OnExpiry.COMMIT_REPORTED);
    }

    private UsageRecord usage(String id, String wallet, String serving, long output) {
        boolean kr = wallet.startsWith("w-kr") || wallet.equals("w-new");
        UsageRecord usage = new UsageRecord();
        usage.source = World.SOURCE;
        usage.id = id;
        usage.requestId = id;
        usage.wallet = wallet;
        usage.endedEpochNanos = now - 1;
        usage.model = MODEL;
        usage.homeOperator = kr ? "op-kr" : "op-fr";
        usage.servingOperator = serving;
        usage.tenant = kr ? "t-kr" : "t-fr";
        usage.tokens[TokenClass.OUTPUT_TEXT.ordinal()] = output;
        return usage;
    }

    // ---- the ledger

    private void does(LedgerCommand command) {
        by("system", command);
    }

    private void by(String actor, LedgerCommand command) {
        passDeadlines();
        Decision decision =
                LedgerDecider.decide(new LedgerRequest(command, actor, null), state, now);
        if (!(decision instanceof Decision.Accepted accepted) || accepted.events().isEmpty()) {
            throw new IllegalStateException(command + ": " + decision);
        }
        accepted.events().forEach(this::write);
    }

    private void keyed(String actor, LedgerCommand command) {
        passDeadlines();
        IdempotencyKey key = new IdempotencyKey("key-" + keys++, keys);
        answered(LedgerDecider.decide(new LedgerRequest(command, actor, key), state, now));
    }

    /** Returned when the numbers are wrong, and that is kept. */
    private void notes(BatchNotice notice) {
        keyed("gateway", new WindowRunCommand.NoteBatch(notice));
    }

    private void answered(Decision decision) {
        switch (decision) {
            case Decision.Accepted d -> d.events().forEach(this::write);
            case Decision.Refused d -> d.events().forEach(this::write);
            case Decision.Replayed d -> throw new IllegalStateException(d.toString());
        }
    }

    private void passDeadlines() {
        LedgerRequest pass = new LedgerRequest(new LedgerCommand.PassDeadline(), "ledger", null);
        while (state.nextDeadlineEpochNanos() <= now) {
            answered(LedgerDecider.decide(pass, state, now));
        }
    }

    private long records(UsageRecord usage) {
        passDeadlines();
        new UsageIdentity().seal(usage);
        LedgerDecider.decideUsage(usage, state, now);
        write(new LedgerEvent.UsageRecorded(List.of(usage)));
        return usage.position;
    }

    private void write(LedgerEvent event) {
        long position = state.lastPosition() + 1;
        int length;
        if (event instanceof LedgerEvent.UsageRecorded run) {
            length = encoder.encodeUsage(run.records().getFirst(), buffer, 0);
        } else {
            length = encoder.encode(event, position, now, buffer, 0);
        }
        byte[] leaf = new byte[length];
        buffer.getBytes(0, leaf);
        leaves.add(leaf);
        events.add(event);
        int window =
                event instanceof LedgerEvent.UsageRecorded
                        ? LeafHeader.memberOfWindow(new UnsafeBuffer(leaf), 0)
                        : -1;
        if (window >= 0) {
            members.computeIfAbsent(window, _ -> new MerkleFrontier()).append(TreeHash.leaf(leaf));
        }
        state.evolve(event, position, now);
        if (event instanceof tallystick.domain.ClosingEvent.ApprovalAsked approval) {
            asked = approval.hash();
        } else if (event instanceof tallystick.domain.ClosingEvent.WindowInstructed instructed) {
            legs.addAll(instructed.legs());
        }
    }

    private final class Written implements UsageHistory {
        @Override
        public UsageRecord at(long position) {
            UnsafeBuffer leaf = new UnsafeBuffer(leaves.get((int) position));
            UsageRecord usage = new UsageRecord();
            new EventDecoder(state.names()).decodeUsage(leaf, 0, leaf.capacity(), usage);
            if (usage.status == UsageStatus.NOT_APPLIED) {
                throw new IllegalStateException("nothing at " + position);
            }
            return usage;
        }

        @Override
        public long find(UsageRecord usage, long firstPosition, long lastPosition) {
            return -1;
        }
    }
}
