package tallystick.loadgen.campaign;

import java.util.ArrayList;
import java.util.List;
import tallystick.domain.AgreementTerms;
import tallystick.domain.GrantKind;
import tallystick.domain.GrantTerms;
import tallystick.domain.IdempotencyKey;
import tallystick.domain.LedgerCommand;
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

/** Two operators that roam both ways, and wallets with more credit than a campaign uses. */
final class CampaignWorld {

    static final int WALLETS = 8;
    static final String MODEL = "llama-3.3-70b";
    static final String ASSET = "EUR";
    static final String ACTOR = "campaign";

    private static final List<String> COUNTRIES = List.of("KR", "FR");
    private static final long PRICE_PICO_PER_TOKEN = 440_000;
    private static final long GRANT_UNITS = 1_000_000_000;

    private CampaignWorld() {}

    static String operator(int country) {
        return country == 0 ? "kr-telco" : "fr-telco";
    }

    static String tenant(int country) {
        return country == 0 ? "acme-kr" : "acme-fr";
    }

    static String factory(int country) {
        return country == 0 ? "kr-sejong-1" : "fr-lyon-1";
    }

    static String country(int country) {
        return COUNTRIES.get(country);
    }

    static String wallet(int wallet) {
        return "w-" + wallet;
    }

    static int homeOf(int wallet) {
        return wallet % COUNTRIES.size();
    }

    /**
     * Everything that has to be registered before usage is accepted, in order; each with a key, so
     * that sending it all again after a crash changes nothing.
     */
    static List<LedgerRequest> setUp() {
        List<LedgerCommand> commands = new ArrayList<>();
        commands.add(new Reference.RegisterModel(MODEL));
        for (int country = 0; country < COUNTRIES.size(); country++) {
            operator(commands, country);
        }
        for (int home = 0; home < COUNTRIES.size(); home++) {
            int serving = 1 - home;
            commands.add(
                    new Reference.ConcludeAgreement(
                            new AgreementTerms(
                                    operator(home) + "-" + operator(serving),
                                    operator(home),
                                    operator(serving),
                                    "iot-" + operator(serving),
                                    "monthly",
                                    0)));
        }
        commands.add(new Settlement.OpenWindow("campaign-1", "monthly", 0));
        for (int wallet = 0; wallet < WALLETS; wallet++) {
            wallet(commands, wallet);
        }
        List<LedgerRequest> requests = new ArrayList<>();
        for (int i = 0; i < commands.size(); i++) {
            requests.add(keyed(commands.get(i), "setup-" + i));
        }
        return requests;
    }

    static LedgerRequest keyed(LedgerCommand command, String key) {
        return new LedgerRequest(command, ACTOR, new IdempotencyKey(key, key.hashCode()));
    }

    private static void operator(List<LedgerCommand> commands, int country) {
        String operator = operator(country);
        commands.add(new Reference.RegisterOperator(operator, country(country), ASSET, ""));
        commands.add(new Reference.RegisterFactory(factory(country), operator, country(country)));
        commands.add(new Reference.RegisterTenant(tenant(country), operator));
        commands.add(tariff("retail-" + operator, TariffKind.RETAIL, operator));
        commands.add(tariff("iot-" + operator, TariffKind.INTER_OPERATOR, operator));
    }

    private static LedgerCommand tariff(String name, TariffKind kind, String operator) {
        List<PriceLine> prices = new ArrayList<>();
        for (TokenClass tokenClass : TokenClass.ALL) {
            prices.add(new PriceLine(MODEL, tokenClass, PriceLine.ANY, PRICE_PICO_PER_TOKEN));
        }
        return new Reference.PublishTariff(
                new TariffTerms(name, kind, operator, ASSET, "Asia/Seoul", 0, Pico.ZERO, prices));
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
        commands.add(new Wallets.IssueGrant(grant("g-" + wallet, wallet(wallet), GRANT_UNITS)));
    }

    static GrantTerms grant(String name, String wallet, long units) {
        return new GrantTerms(
                name, wallet, Pico.ofUnits(units), ASSET, GrantKind.PAID, 10, 0, GrantTerms.NEVER);
    }
}
