package tallystick.engine;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import tallystick.domain.AgreementTerms;
import tallystick.domain.Decision;
import tallystick.domain.GrantKind;
import tallystick.domain.GrantTerms;
import tallystick.domain.LedgerCommand;
import tallystick.domain.LedgerCommand.Reference;
import tallystick.domain.LedgerCommand.Settlement;
import tallystick.domain.LedgerCommand.Wallets;
import tallystick.domain.LedgerEvent;
import tallystick.domain.LedgerRequest;
import tallystick.domain.WalletTerms;
import tallystick.domain.ledger.LedgerDecider;
import tallystick.domain.ledger.LedgerState;
import tallystick.domain.money.Pico;
import tallystick.domain.rating.PriceLine;
import tallystick.domain.rating.TariffKind;
import tallystick.domain.rating.TariffTerms;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageIdentity;
import tallystick.domain.usage.UsageRecord;

/**
 * A small federation to test in: two operators that roam both ways, a tenant and wallets each. Only
 * ever append to it: golden bytes were made with its numbers.
 */
public final class World {

    /** 2026-01-15T12:00Z. */
    public static final long NOW = 1_768_478_400_000_000_000L;

    public static final String SOURCE = "//gw.kr/vllm-7";
    public static final String WINDOW = "2026-01";
    public static final String NEXT_WINDOW = "2026-02";
    public static final int WALLETS = 8;

    private World() {}

    /** Everything that has to be registered before usage is accepted, in order. */
    public static List<LedgerCommand> setUp() {
        List<LedgerCommand> commands = new java.util.ArrayList<>();
        commands.add(new Reference.RegisterOperator("kr-telco", "KR", "KRW", ""));
        commands.add(new Reference.RegisterOperator("fr-telco", "FR", "EUR", ""));
        commands.add(new Reference.RegisterFactory("kr-sejong-1", "kr-telco", "KR"));
        commands.add(new Reference.RegisterFactory("fr-lyon-1", "fr-telco", "FR"));
        commands.add(new Reference.RegisterModel("llama-3.3-70b"));
        commands.add(new Reference.RegisterModel("qwen3-235b"));
        commands.add(new Reference.RegisterTenant("acme-kr", "kr-telco"));
        commands.add(new Reference.RegisterTenant("acme-fr", "fr-telco"));
        commands.add(tariff("retail-kr", TariffKind.RETAIL, "kr-telco", "EUR", 440_000));
        commands.add(tariff("retail-fr", TariffKind.RETAIL, "fr-telco", "EUR", 500_000));
        commands.add(tariff("iot-kr", TariffKind.INTER_OPERATOR, "kr-telco", "EUR", 300_000));
        commands.add(tariff("iot-fr", TariffKind.INTER_OPERATOR, "fr-telco", "EUR", 310_000));
        commands.add(agreement("kr-fr", "kr-telco", "fr-telco", "iot-fr"));
        commands.add(agreement("fr-kr", "fr-telco", "kr-telco", "iot-kr"));
        commands.add(new Settlement.OpenWindow(WINDOW, "monthly", 0));
        for (int i = 0; i < WALLETS; i++) {
            wallet(commands, i);
        }
        return List.copyOf(commands);
    }

    private static void wallet(List<LedgerCommand> commands, int i) {
        String country = i % 2 == 0 ? "kr" : "fr";
        commands.add(
                new Wallets.OpenWallet(
                        new WalletTerms(
                                walletName(i),
                                "acme-" + country,
                                "EUR",
                                "retail-" + country,
                                Pico.ofUnits(5),
                                List.of())));
        commands.add(
                new Wallets.IssueGrant(
                        new GrantTerms(
                                "g-" + i,
                                walletName(i),
                                Pico.ofUnits(1_000_000),
                                "EUR",
                                GrantKind.PAID,
                                10,
                                0,
                                GrantTerms.NEVER)));
    }

    private static LedgerCommand tariff(
            String name, TariffKind kind, String operator, String asset, long price) {
        List<PriceLine> prices = new java.util.ArrayList<>();
        for (String model : List.of("llama-3.3-70b", "qwen3-235b")) {
            for (TokenClass tokenClass : TokenClass.ALL) {
                prices.add(new PriceLine(model, tokenClass, PriceLine.ANY, price));
            }
        }
        return new Reference.PublishTariff(
                new TariffTerms(name, kind, operator, asset, "Asia/Seoul", 0, Pico.ZERO, prices));
    }

    private static LedgerCommand agreement(
            String name, String home, String serving, String tariff) {
        return new Reference.ConcludeAgreement(
                new AgreementTerms(name, home, serving, tariff, "monthly", 0));
    }

    public static String walletName(int i) {
        return "w-" + (i % 2 == 0 ? "kr" : "fr") + "-" + i;
    }

    /** The command as asked by the system itself. */
    public static LedgerRequest request(LedgerCommand command) {
        return new LedgerRequest(command, "system", null);
    }

    /** A ledger with the federation in it. */
    public static LedgerState ledger() {
        LedgerState state = new LedgerState();
        setUp().forEach(command -> apply(state, command));
        return state;
    }

    /** Decides and applies; what is refused is a broken test. */
    public static void apply(LedgerState state, LedgerCommand command) {
        if (!(LedgerDecider.decide(request(command), state, NOW)
                instanceof Decision.Accepted accepted)) {
            throw new IllegalStateException("refused: " + command);
        }
        for (LedgerEvent event : accepted.events()) {
            state.evolve(event, state.lastPosition() + 1, NOW);
        }
    }

    /** A sealed record of wallet {@code wallet}, served at home. */
    public static UsageRecord usage(int wallet, String id) {
        return sealed(unsealed(wallet, id));
    }

    /** A sealed record of wallet {@code wallet}, served by the other operator. */
    public static UsageRecord roaming(int wallet, String id) {
        UsageRecord usage = unsealed(wallet, id);
        boolean kr = wallet % 2 == 0;
        usage.servingOperator = kr ? "fr-telco" : "kr-telco";
        usage.site = kr ? "fr-lyon-1" : "kr-sejong-1";
        usage.servedIn = kr ? "FR" : "KR";
        return sealed(usage);
    }

    /** A record served at home, for a test to change before {@link #sealed}. */
    public static UsageRecord unsealed(int wallet, String id) {
        boolean kr = wallet % 2 == 0;
        UsageRecord usage = new UsageRecord();
        usage.source = SOURCE;
        usage.id = id;
        usage.wallet = walletName(wallet);
        usage.endedEpochNanos = NOW - 1_000_000_000L;
        usage.requestId = id;
        usage.model = "llama-3.3-70b";
        usage.homeOperator = kr ? "kr-telco" : "fr-telco";
        usage.servingOperator = usage.homeOperator;
        usage.tenant = kr ? "acme-kr" : "acme-fr";
        usage.site = kr ? "kr-sejong-1" : "fr-lyon-1";
        usage.servedIn = kr ? "KR" : "FR";
        usage.tokens[TokenClass.INPUT_UNCACHED.ordinal()] = 1_532;
        usage.tokens[TokenClass.OUTPUT_TEXT.ordinal()] = 421;
        return usage;
    }

    public static UsageRecord sealed(UsageRecord usage) {
        new UsageIdentity().seal(usage);
        return usage;
    }

    /** Every fact and outcome of a record as text, identity left out: leaves do not hold it. */
    public static String describe(UsageRecord usage) {
        StringBuilder text = new StringBuilder();
        for (Field field : UsageRecord.class.getFields()) {
            String name = field.getName();
            if (Modifier.isStatic(field.getModifiers())
                    || name.startsWith("key")
                    || name.startsWith("correctsKey")
                    || name.equals("correctsPosition")
                    || name.equals("factoryRef")
                    || name.equals("numberedBy")
                    || name.startsWith("draw")) {
                continue;
            }
            text.append(name).append('=').append(valueOf(field, usage)).append('\n');
        }
        for (int i = 0; i < usage.drawCount; i++) {
            text.append("draw ").append(usage.drawGrantRef[i]).append(' ');
            text.append(new Pico(usage.drawHi[i], usage.drawLo[i])).append('\n');
        }
        return text.toString();
    }

    private static String valueOf(Field field, UsageRecord usage) {
        try {
            Object value = field.get(usage);
            return switch (value) {
                case long[] longs -> Arrays.toString(longs);
                case byte[] bytes -> Arrays.toString(bytes);
                case null -> "null";
                default -> "'" + value + "'";
            };
        } catch (IllegalAccessException hidden) {
            throw new IllegalStateException(hidden);
        }
    }
}
