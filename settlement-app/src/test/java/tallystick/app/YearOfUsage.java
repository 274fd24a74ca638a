package tallystick.app;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import tallystick.domain.AgreementTerms;
import tallystick.domain.Answer;
import tallystick.domain.LedgerCommand;
import tallystick.domain.LedgerCommand.RecordUsage;
import tallystick.domain.LedgerCommand.Reference;
import tallystick.domain.LedgerCommand.Settlement;
import tallystick.domain.LedgerCommand.Wallets;
import tallystick.domain.LedgerRequest;
import tallystick.domain.WalletTerms;
import tallystick.domain.money.Pico;
import tallystick.domain.rating.PriceLine;
import tallystick.domain.rating.TariffKind;
import tallystick.domain.rating.TariffTerms;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageIdentity;
import tallystick.domain.usage.UsageRecord;
import tallystick.engine.Completion;
import tallystick.engine.EngineOptions;
import tallystick.engine.Engines;
import tallystick.engine.LedgerEngine;
import tallystick.engine.journal.JournalKind;

/** A node's directory with the journal of 2025: twelve months, each cut off, sealed and netted. */
public final class YearOfUsage {

    /** The wallet that all is charged to. */
    public static final String WALLET = "wal-of-the-year";

    private static final int RECORDS_A_MONTH = 60;

    private final LedgerEngine engine;
    private final AtomicLong now;

    private YearOfUsage(LedgerEngine engine, AtomicLong now) {
        this.engine = engine;
        this.now = now;
    }

    /** Writes it, into a directory where no node runs. */
    public static void write(Path data) throws Exception {
        AtomicLong clock = new AtomicLong(nanos(1, 1));
        EngineOptions options = EngineOptions.of(data, JournalKind.SEGMENT).withClock(clock::get);
        try (LedgerEngine engine = open(options)) {
            YearOfUsage year = new YearOfUsage(engine, clock);
            year.reference();
            for (int month = 1; month <= 12; month++) {
                year.month(month);
            }
        }
    }

    private static LedgerEngine open(EngineOptions options) throws IOException {
        return Engines.open(options);
    }

    private static long nanos(int month, int day) {
        return TimeUnit.SECONDS.toNanos(
                LocalDate.of(2025 + (month - 1) / 12, (month - 1) % 12 + 1, day)
                        .atStartOfDay()
                        .toEpochSecond(ZoneOffset.UTC));
    }

    private void reference() throws Exception {
        ask(new Reference.RegisterOperator("op-kr", "KR", "EUR", ""));
        ask(new Reference.RegisterOperator("op-fr", "FR", "EUR", ""));
        ask(new Reference.RegisterFactory("lyon-1", "op-fr", "FR"));
        ask(new Reference.RegisterModel("llama"));
        ask(new Reference.RegisterTenant("acme", "op-kr"));
        ask(tariff("retail-kr", TariffKind.RETAIL, "op-kr", 440_000));
        ask(tariff("iot-fr", TariffKind.INTER_OPERATOR, "op-fr", 310_000));
        ask(
                new Reference.ConcludeAgreement(
                        new AgreementTerms("kr-fr", "op-kr", "op-fr", "iot-fr", "monthly", 0)));
        ask(new Settlement.OpenWindow("2025-1", "monthly", 0));
        ask(
                new Wallets.OpenWallet(
                        new WalletTerms(
                                WALLET,
                                "acme",
                                "EUR",
                                "retail-kr",
                                Pico.ofUnits(1_000),
                                List.of())));
    }

    private static LedgerCommand tariff(String name, TariffKind kind, String operator, long price) {
        List<PriceLine> prices = new ArrayList<>();
        for (TokenClass tokenClass : TokenClass.ALL) {
            prices.add(new PriceLine("llama", tokenClass, PriceLine.ANY, price));
        }
        return new Reference.PublishTariff(
                new TariffTerms(name, kind, operator, "EUR", "Asia/Seoul", 0, Pico.ZERO, prices));
    }

    private void month(int month) throws Exception {
        String window = "2025-" + month;
        for (int i = 0; i < RECORDS_A_MONTH; i++) {
            now.set(nanos(month, 1 + i % 27) + i);
            ask(new RecordUsage(List.of(usage(month + "-" + i)), false));
        }
        now.set(nanos(month + 1, 1));
        ask(new Settlement.CutOffWindow(window, now.get(), "2025-" + (month + 1)));
        ask(new Settlement.FenceWindow(window));
        LedgerEngine.WindowRoot root = engine.windowRoot(window);
        ask(new Settlement.SealWindow(window, root.records(), root.merkleRoot()));
        ask(new Settlement.CalculateWindow(window));
        ask(new Settlement.IssueStatements(window));
        ask(new Settlement.NetWindow(window));
    }

    private UsageRecord usage(String id) {
        UsageRecord usage = new UsageRecord();
        usage.source = "/operators/op-kr/gw";
        usage.id = id;
        usage.requestId = id;
        usage.wallet = WALLET;
        usage.endedEpochNanos = now.get() - 1;
        usage.model = "llama";
        usage.homeOperator = "op-kr";
        usage.servingOperator = "op-fr";
        usage.tenant = "acme";
        usage.site = "lyon-1";
        usage.servedIn = "FR";
        usage.tokens[TokenClass.INPUT_UNCACHED.ordinal()] = 1_532;
        usage.tokens[TokenClass.OUTPUT_TEXT.ordinal()] = 421;
        new UsageIdentity().seal(usage);
        return usage;
    }

    private void ask(LedgerCommand command) throws Exception {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        engine.submit(
                new LedgerRequest(command, "system", null),
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
        Answer given = answer.get(30, TimeUnit.SECONDS);
        if (given.refusal() != null) {
            throw new IllegalStateException(command + ": " + given.refusal());
        }
    }
}
