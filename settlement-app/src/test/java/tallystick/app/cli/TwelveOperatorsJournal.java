package tallystick.app.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import tallystick.domain.AgreementTerms;
import tallystick.domain.Answer;
import tallystick.domain.ClosingCommand;
import tallystick.domain.FxCommand;
import tallystick.domain.LedgerCommand;
import tallystick.domain.LedgerCommand.RecordUsage;
import tallystick.domain.LedgerCommand.Reference;
import tallystick.domain.LedgerCommand.Settlement;
import tallystick.domain.LedgerRequest;
import tallystick.domain.WalletTerms;
import tallystick.domain.money.Pico;
import tallystick.domain.rating.PriceLine;
import tallystick.domain.rating.TariffKind;
import tallystick.domain.rating.TariffTerms;
import tallystick.domain.settlement.Fraction;
import tallystick.domain.settlement.FxFixing;
import tallystick.domain.settlement.FxTerms;
import tallystick.domain.settlement.NetPosition;
import tallystick.domain.settlement.SignedFixing;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageIdentity;
import tallystick.domain.usage.UsageRecord;
import tallystick.engine.Completion;
import tallystick.engine.EngineBusyException;
import tallystick.engine.EngineOptions;
import tallystick.engine.Engines;
import tallystick.engine.LedgerEngine;
import tallystick.engine.LedgerEngine.WindowRoot;
import tallystick.engine.journal.JournalKind;
import tallystick.engine.journal.JournalOptions;

/**
 * The journal of twelve operators that serve each other in five currencies: two versions of every
 * inter-operator tariff, minimum charges, two windows with late usage, eight operators that settle
 * in one currency, and everything up to instructed payments.
 */
final class TwelveOperatorsJournal {

    private static final int OPERATORS = 12;
    private static final int MODELS = 3;
    private static final int BATCH = 2_000;
    private static final int IN_FLIGHT = 8;
    private static final long SECOND = 1_000_000_000L;
    private static final List<String> CURRENCIES = List.of("EUR", "USD", "KRW", "JPY", "GBP");

    private final LedgerEngine engine;
    private final UsageIdentity identity = new UsageIdentity();
    private final long beganNanos = System.currentTimeMillis() * 1_000_000L;
    private final Deque<CompletableFuture<Answer>> inFlight = new ArrayDeque<>();

    private TwelveOperatorsJournal(LedgerEngine engine) {
        this.engine = engine;
    }

    /** Writes it into a node's directory. */
    static void write(Path data, int events)
            throws IOException, InterruptedException, GeneralSecurityException {
        JournalOptions journal = JournalOptions.of(data.resolve("journal"), JournalKind.SEGMENT);
        try (LedgerEngine engine = Engines.open(EngineOptions.of(journal))) {
            TwelveOperatorsJournal all = new TwelveOperatorsJournal(engine);
            all.register();
            all.fixings();
            all.usage(events);
            all.settle("w1", "w2");
            all.settle("w2", "w3");
        }
    }

    private void register() {
        ask(new Reference.RegisterOperator("bank", "DE", "EUR", ""));
        for (int m = 0; m < MODELS; m++) {
            ask(new Reference.RegisterModel("m" + m));
        }
        for (int i = 0; i < OPERATORS; i++) {
            ask(new Reference.RegisterOperator(name(i), "FR", "EUR", ""));
            ask(new Reference.RegisterTenant("tnt-" + i, name(i)));
        }
        for (int i = 0; i < OPERATORS; i++) {
            publish("retail-" + i, TariffKind.RETAIL, i, "EUR", i, 0, 0);
            ask(
                    new LedgerCommand.Wallets.OpenWallet(
                            new WalletTerms(
                                    "wal-" + i,
                                    "tnt-" + i,
                                    "EUR",
                                    "retail-" + i,
                                    Pico.ZERO,
                                    List.of())));
            for (int j = 0; j < OPERATORS; j++) {
                if (i != j) {
                    String iot = "iot-" + i + "-" + j;
                    String asset = CURRENCIES.get((i * 7 + j) % CURRENCIES.size());
                    publish(iot, TariffKind.INTER_OPERATOR, j, asset, i, 0, 0);
                    publish(
                            iot,
                            TariffKind.INTER_OPERATOR,
                            j,
                            asset,
                            i,
                            5,
                            beganNanos - 60 * SECOND);
                    ask(
                            new Reference.ConcludeAgreement(
                                    new AgreementTerms(
                                            "a" + iot, name(i), name(j), iot, "daily", 0)));
                }
            }
        }
        ask(new Settlement.OpenWindow("w1", "daily", 1));
    }

    private static String name(int operator) {
        return "op-%02d".formatted(operator);
    }

    private void publish(
            String tariff,
            TariffKind kind,
            int serving,
            String asset,
            int home,
            int more,
            long from) {
        List<PriceLine> prices = new ArrayList<>();
        for (int m = 0; m < MODELS; m++) {
            long price = 1_000 * (31L + home * 97L + serving * 13L + m * 7L + more) + 1;
            price = asset.equals("KRW") || asset.equals("JPY") ? price * 1_000 + 7 : price;
            prices.add(new PriceLine("m" + m, TokenClass.INPUT_UNCACHED, PriceLine.ANY, price));
            prices.add(
                    new PriceLine("m" + m, TokenClass.INPUT_CACHE_READ, PriceLine.ANY, price / 3));
            prices.add(new PriceLine("m" + m, TokenClass.OUTPUT_TEXT, PriceLine.ANY, price * 4));
        }
        Pico minimum = home % 4 == 0 ? Pico.parse("0.0004") : Pico.ZERO;
        ask(
                new Reference.PublishTariff(
                        new TariffTerms(
                                tariff, kind, name(serving), asset, "UTC", from, minimum, prices)));
    }

    /** Rates to every currency from the euro, so that others are crosses of the same instant. */
    private void fixings() throws GeneralSecurityException {
        KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] der = keys.getPublic().getEncoded();
        ask(
                new FxCommand.RegisterFxSource(
                        "ecb",
                        Base64.getEncoder().encodeToString(Arrays.copyOfRange(der, 12, 44))));
        fix(keys, "USD", "1.0845", 700);
        fix(keys, "KRW", "1523.77", 2_100);
        fix(keys, "JPY", "162.403", 1_300);
        fix(keys, "GBP", "0.83921", 900);
        ask(
                new FxCommand.SetFxTerms(
                        new FxTerms(
                                "daily",
                                "bank",
                                "ecb",
                                3_600 * SECOND,
                                new TreeMap<>(
                                        java.util.Map.of(
                                                name(0), "EUR", name(2), "EUR", name(3), "USD",
                                                name(5), "EUR", name(7), "EUR", name(8), "EUR",
                                                name(10), "GBP", name(11), "JPY")))));
    }

    private void fix(KeyPair keys, String quote, String mid, int spreadPpm)
            throws GeneralSecurityException {
        List<String> path = List.of("EUR", quote);
        FxFixing fixing =
                new FxFixing("ecb", beganNanos, "EUR", quote, Fraction.parse(mid), spreadPpm, path);
        Signature signer = Signature.getInstance("Ed25519");
        signer.initSign(keys.getPrivate());
        signer.update(SignedFixing.signed(fixing));
        ask(
                new FxCommand.RecordFxFixing(
                        "ecb",
                        beganNanos,
                        "EUR",
                        quote,
                        mid,
                        spreadPpm,
                        path,
                        Base64.getEncoder().encodeToString(signer.sign())));
    }

    /** The last tenth comes after the seal of the first window, half of it with time before it. */
    private void usage(int events) throws InterruptedException {
        SplittableRandom random = new SplittableRandom(6);
        int late = events / 10;
        send(random, 0, events - late, false);
        cutOffAndFence();
        send(random, events - late, events, true);
    }

    private void cutOffAndFence() {
        ask(new Settlement.CutOffWindow("w1", beganNanos + 1, "w2"));
        ask(new Settlement.FenceWindow("w1"));
    }

    private void send(SplittableRandom random, int from, int to, boolean late)
            throws InterruptedException {
        List<UsageRecord> batch = new ArrayList<>(BATCH);
        for (int i = from; i < to; i++) {
            batch.add(record(random, i, late));
            if (batch.size() == BATCH || i == to - 1) {
                submit(new RecordUsage(batch, false));
                batch = new ArrayList<>(BATCH);
            }
        }
        while (!inFlight.isEmpty()) {
            inFlight.remove().join();
        }
    }

    private UsageRecord record(SplittableRandom random, int number, boolean late) {
        int home = random.nextInt(OPERATORS);
        // One in twelve is home traffic, which is owed to nobody.
        int serving = random.nextInt(OPERATORS);
        UsageRecord usage = new UsageRecord();
        usage.source = "/gw";
        usage.id = "e" + number;
        usage.requestId = usage.id;
        usage.wallet = "wal-" + home;
        usage.tenant = "tnt-" + home;
        boolean after = late && random.nextBoolean();
        usage.endedEpochNanos =
                after
                        ? beganNanos + 2 + random.nextLong(1_000_000)
                        : beganNanos - random.nextLong(120 * SECOND);
        usage.model = "m" + random.nextInt(MODELS);
        usage.homeOperator = name(home);
        usage.servingOperator = name(serving);
        boolean small = random.nextInt(20) == 0;
        usage.tokens[TokenClass.INPUT_UNCACHED.ordinal()] = small ? 1 : random.nextInt(1, 90_000);
        usage.tokens[TokenClass.INPUT_CACHE_READ.ordinal()] = small ? 0 : random.nextInt(50_000);
        usage.tokens[TokenClass.OUTPUT_TEXT.ordinal()] = small ? 1 : random.nextInt(1, 9_000);
        identity.seal(usage);
        return usage;
    }

    private void settle(String window, String next) throws InterruptedException {
        if (!window.equals("w1")) {
            ask(new Settlement.CutOffWindow(window, System.currentTimeMillis() * 1_000_000L, next));
            ask(new Settlement.FenceWindow(window));
        }
        WindowRoot root = engine.windowRoot(window);
        ask(new Settlement.SealWindow(window, root.records(), root.merkleRoot()));
        ask(new Settlement.CalculateWindow(window));
        ask(new Settlement.IssueStatements(window));
        ask(new Settlement.NetWindow(window));
        List<NetPosition> paid =
                engine.query(state -> Optional.ofNullable(state.conversionOf(window)))
                        .join()
                        .orElseThrow()
                        .positions();
        String hash = engine.query(state -> state.askedHash(window)).join();
        ask("a", new ClosingCommand.ProposeApproval(window, hash));
        ask("b", new ClosingCommand.ApproveWindow(window, hash));
        ask(
                new ClosingCommand.FundWindow(
                        window, (System.currentTimeMillis() + 3_600_000L) * 1_000_000L));
        for (NetPosition one : paid) {
            if (one.minor() < 0) {
                ask(
                        new ClosingCommand.RecordPayIn(
                                window,
                                one.operator(),
                                one.asset(),
                                tallystick.domain.settlement.Rounding.minorToPico(
                                        -one.minor(),
                                        tallystick.domain.money.Assets.minorDigits(one.asset())),
                                String.join("-", window, one.operator(), one.asset())));
            }
        }
        ask("a", new ClosingCommand.ProposeInstruction(window, 20_778));
        ask("b", new ClosingCommand.InstructWindow(window));
    }

    private void submit(LedgerCommand command) throws InterruptedException {
        while (inFlight.size() >= IN_FLIGHT) {
            Answer answer = inFlight.remove().join();
            require(answer);
        }
        while (true) {
            try {
                inFlight.add(sent("load", command));
                return;
            } catch (EngineBusyException busy) {
                Thread.sleep(1);
            }
        }
    }

    private void ask(LedgerCommand command) {
        ask("system", command);
    }

    private void ask(String actor, LedgerCommand command) {
        try {
            require(sent(actor, command).join());
        } catch (EngineBusyException busy) {
            throw new IllegalStateException(busy);
        }
    }

    private static void require(Answer answer) {
        if (answer.refusal() != null) {
            throw new IllegalStateException(answer.toString());
        }
    }

    private CompletableFuture<Answer> sent(String actor, LedgerCommand command)
            throws EngineBusyException {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        engine.submit(
                new LedgerRequest(command, actor, null),
                new Completion() {
                    @Override
                    public void answered(Answer given) {
                        answer.complete(given);
                    }

                    @Override
                    public void failed(Throwable cause) {
                        answer.completeExceptionally(cause);
                    }
                });
        return answer;
    }
}
