package tallystick.app.process;

import java.nio.file.Path;
import java.util.List;
import tallystick.app.axon.BusFixture;
import tallystick.domain.AgreementTerms;
import tallystick.domain.LedgerCommand;
import tallystick.domain.LedgerCommand.RecordUsage;
import tallystick.domain.LedgerCommand.Reference;
import tallystick.domain.LedgerCommand.Settlement.OpenWindow;
import tallystick.domain.LedgerCommand.Wallets.OpenWallet;
import tallystick.domain.WalletTerms;
import tallystick.domain.WindowRunCommand.DefineSettlementModel;
import tallystick.domain.money.Pico;
import tallystick.domain.rating.PriceLine;
import tallystick.domain.rating.TariffKind;
import tallystick.domain.rating.TariffTerms;
import tallystick.domain.settlement.CutOffCalendar;
import tallystick.domain.settlement.SettlementModelTerms;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageIdentity;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;

/**
 * An engine with the system's processes and traffic on it, in a process of its own so that it can
 * be killed. Every acknowledged id is a line of its output.
 */
final class WindowRunNode {

    static final int WINDOWS = 12;
    private static final long MILLI = 1_000_000L;
    private static final long APART_MILLIS = 350;

    private WindowRunNode() {}

    /**
     * @param args the directory, and the run's number
     */
    public static void main(String[] args) throws Exception {
        try (BusFixture ledger = new BusFixture(Path.of(args[0]))) {
            if (args[1].equals("0")) {
                setUp(ledger);
            }
            try (ProcessTail _ = processes(ledger, Path.of(args[0]))) {
                for (int i = 0; ; i++) {
                    UsageRecord usage = usage(args[1] + "-" + i);
                    ledger.send(new RecordUsage(List.of(usage), false));
                    if (usage.status != UsageStatus.ACCEPTED) {
                        throw new IllegalStateException("" + usage.suspense);
                    }
                    System.out.println(usage.id);
                    Thread.sleep(1);
                }
            }
        }
    }

    static ProcessTail processes(BusFixture ledger, Path directory) {
        return ProcessTail.start(
                ledger.engine,
                new KeptPosition(directory.resolve("processes.position")),
                new WhenReferenceArrivesThenRerate(ledger.engine, ledger.gateway),
                new WhenTariffBackdatedThenReprice(ledger.engine, ledger.gateway),
                new WhenWindowFencedThenSeal(
                        ledger.engine, new WindowSealing(ledger.gateway, ledger.engine)));
    }

    private static void setUp(BusFixture ledger) throws Exception {
        did(ledger, new Reference.RegisterOperator("kt", "KR", "KRW", ""));
        did(ledger, new Reference.RegisterOperator("fr", "FR", "EUR", ""));
        did(ledger, new Reference.RegisterFactory("kr-1", "kt", "KR"));
        did(ledger, new Reference.RegisterFactory("fr-1", "fr", "FR"));
        did(ledger, new Reference.RegisterModel("m"));
        did(ledger, new Reference.RegisterTenant("acme", "kt"));
        did(ledger, tariff("retail", TariffKind.RETAIL, "kt", 1_000_000));
        did(ledger, tariff("iot", TariffKind.INTER_OPERATOR, "fr", 700_001));
        did(
                ledger,
                new Reference.ConcludeAgreement(
                        new AgreementTerms("kt-fr", "kt", "fr", "iot", "fast", 0)));
        did(ledger, new OpenWindow("w1", "fast", 0));
        did(
                ledger,
                new OpenWallet(
                        new WalletTerms("wal", "acme", "EUR", "retail", Pico.ZERO, List.of())));
        long now = System.currentTimeMillis() * MILLI;
        List<Long> cutOffs =
                java.util.stream.LongStream.rangeClosed(1, WINDOWS)
                        .mapToObj(i -> now + i * APART_MILLIS * MILLI)
                        .toList();
        did(
                ledger,
                new DefineSettlementModel(
                        new SettlementModelTerms(
                                "fast",
                                CutOffCalendar.CUSTOM,
                                "UTC",
                                0,
                                cutOffs,
                                100 * MILLI,
                                100 * MILLI,
                                0,
                                List.of())));
    }

    private static void did(BusFixture ledger, LedgerCommand command) throws Exception {
        if (ledger.send(command).refusal() != null) {
            throw new IllegalStateException("refused: " + command);
        }
    }

    private static LedgerCommand tariff(
            String name, TariffKind kind, String operator, long pricePico) {
        PriceLine price = new PriceLine("m", TokenClass.INPUT_UNCACHED, PriceLine.ANY, pricePico);
        return new Reference.PublishTariff(
                new TariffTerms(name, kind, operator, "EUR", "UTC", 0, Pico.ZERO, List.of(price)));
    }

    private static UsageRecord usage(String id) {
        UsageRecord usage = new UsageRecord();
        usage.source = "//gw.fr/1";
        usage.id = id;
        usage.wallet = "wal";
        usage.endedEpochNanos = System.currentTimeMillis() * MILLI;
        usage.requestId = id;
        usage.model = "m";
        usage.homeOperator = "kt";
        usage.servingOperator = "fr";
        usage.tenant = "acme";
        usage.site = "fr-1";
        usage.servedIn = "FR";
        usage.tokens[TokenClass.INPUT_UNCACHED.ordinal()] = 1_003;
        new UsageIdentity().seal(usage);
        return usage;
    }
}
