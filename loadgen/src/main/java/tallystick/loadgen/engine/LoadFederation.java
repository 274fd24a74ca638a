package tallystick.loadgen.engine;

import java.util.ArrayList;
import java.util.List;
import tallystick.domain.AgreementTerms;
import tallystick.domain.GrantKind;
import tallystick.domain.GrantTerms;
import tallystick.domain.LedgerCommand;
import tallystick.domain.LedgerCommand.Reference;
import tallystick.domain.LedgerCommand.Settlement;
import tallystick.domain.LedgerCommand.Wallets;
import tallystick.domain.WalletTerms;
import tallystick.domain.money.Pico;
import tallystick.domain.rating.PriceLine;
import tallystick.domain.rating.TariffKind;
import tallystick.domain.rating.TariffTerms;
import tallystick.domain.usage.TokenClass;

/**
 * Three operators that roam in every direction, and wallets with more credit than a run uses. A
 * name is one string wherever it is used, as in an edge that keeps its texts.
 */
final class LoadFederation {

    static final List<String> COUNTRIES = List.of("KR", "FR", "DE");
    static final List<String> MODELS =
            List.of("llama-3.3-70b", "qwen3-235b", "deepseek-v3.1", "mistral-small-3.2");

    private static final String ASSET = "EUR";
    private static final String SETTLEMENT_MODEL = "monthly";
    private static final long RETAIL_PICO_PER_TOKEN = 440_000;
    private static final long WHOLESALE_PICO_PER_TOKEN = 300_000;
    private static final long GRANT_UNITS = 1_000_000_000;

    private LoadFederation() {}

    static String operator(int country) {
        return ("op-" + COUNTRIES.get(country).toLowerCase(java.util.Locale.ROOT)).intern();
    }

    static String factory(int country) {
        return (operator(country) + "-site-1").intern();
    }

    static String tenant(int country) {
        return ("tenant-" + operator(country)).intern();
    }

    static String source(int country) {
        return ("//gateway." + operator(country) + "/vllm").intern();
    }

    /** The wallet's home is operator {@code wallet % 3}. */
    static String wallet(int wallet) {
        return "w-%07d".formatted(wallet).intern();
    }

    static int homeOf(int wallet) {
        return wallet % COUNTRIES.size();
    }

    /** Everything that has to be registered before usage is accepted, in order. */
    static List<LedgerCommand> setUp(int wallets) {
        List<LedgerCommand> commands = new ArrayList<>();
        for (int country = 0; country < COUNTRIES.size(); country++) {
            operator(commands, country);
        }
        MODELS.forEach(model -> commands.add(new Reference.RegisterModel(model)));
        for (int country = 0; country < COUNTRIES.size(); country++) {
            tariff(commands, country, TariffKind.RETAIL, "retail-", RETAIL_PICO_PER_TOKEN);
            tariff(commands, country, TariffKind.INTER_OPERATOR, "iot-", WHOLESALE_PICO_PER_TOKEN);
        }
        for (int home = 0; home < COUNTRIES.size(); home++) {
            for (int serving = 0; serving < COUNTRIES.size(); serving++) {
                agreement(commands, home, serving);
            }
        }
        commands.add(new Settlement.OpenWindow("load-1", SETTLEMENT_MODEL, 0));
        for (int wallet = 0; wallet < wallets; wallet++) {
            wallet(commands, wallet);
        }
        return commands;
    }

    private static void operator(List<LedgerCommand> commands, int country) {
        String name = COUNTRIES.get(country);
        commands.add(new Reference.RegisterOperator(operator(country), name, ASSET, ""));
        commands.add(new Reference.RegisterFactory(factory(country), operator(country), name));
        commands.add(new Reference.RegisterTenant(tenant(country), operator(country)));
    }

    private static void tariff(
            List<LedgerCommand> commands,
            int country,
            TariffKind kind,
            String prefix,
            long pricePicoPerToken) {
        List<PriceLine> prices = new ArrayList<>();
        for (String model : MODELS) {
            for (TokenClass tokenClass : TokenClass.ALL) {
                prices.add(new PriceLine(model, tokenClass, PriceLine.ANY, pricePicoPerToken));
            }
        }
        String operator = operator(country);
        commands.add(
                new Reference.PublishTariff(
                        new TariffTerms(
                                prefix + operator,
                                kind,
                                operator,
                                ASSET,
                                "Europe/Paris",
                                0,
                                Pico.ZERO,
                                prices)));
    }

    private static void agreement(List<LedgerCommand> commands, int home, int serving) {
        if (home != serving) {
            String servingOperator = operator(serving);
            commands.add(
                    new Reference.ConcludeAgreement(
                            new AgreementTerms(
                                    operator(home) + "-" + servingOperator,
                                    operator(home),
                                    servingOperator,
                                    "iot-" + servingOperator,
                                    SETTLEMENT_MODEL,
                                    0)));
        }
    }

    private static void wallet(List<LedgerCommand> commands, int wallet) {
        int home = homeOf(wallet);
        commands.add(
                new Wallets.OpenWallet(
                        new WalletTerms(
                                wallet(wallet),
                                tenant(home),
                                ASSET,
                                "retail-" + operator(home),
                                Pico.ofUnits(5),
                                List.of())));
        commands.add(
                new Wallets.IssueGrant(
                        new GrantTerms(
                                "g-" + wallet,
                                wallet(wallet),
                                Pico.ofUnits(GRANT_UNITS),
                                ASSET,
                                GrantKind.PAID,
                                10,
                                0,
                                GrantTerms.NEVER)));
    }
}
