package tallystick.app.demo;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tallystick.domain.usage.TokenClass;

/**
 * Sets the stage over the HTTP API: operators, factories, models, tenants, tariffs, agreements, the
 * settlement window, wallets and their grants.
 */
final class DemoFederation {

    /** The calendar all agreements settle by. */
    static final String SETTLEMENT_MODEL = "daily";

    private static final int PROMO_PRIORITY = 10;
    private static final int PAID_PRIORITY = 100;

    private final ApiGateway api;
    private final Instant effectiveFrom;

    /**
     * @param effectiveFrom from when tariffs, agreements and grants hold: before the first usage
     */
    DemoFederation(ApiGateway api, Instant effectiveFrom) {
        this.api = api;
        this.effectiveFrom = effectiveFrom;
    }

    /** Registers members, sites, models, customers, prices and agreements. */
    void onboard() throws IOException, InterruptedException {
        for (DemoOperator operator : DemoOperator.values()) {
            make(
                    "operators",
                    "operator",
                    operator.wireName(),
                    Map.of("country", operator.country(), "currency", operator.currency()));
            for (String factory : operator.factories()) {
                make(
                        "factories",
                        "factory",
                        factory,
                        Map.of(
                                "operator", operator.wireName(),
                                "jurisdiction", operator.country()));
            }
            for (int number = 0; number < DemoWallet.TENANTS; number++) {
                make(
                        "tenants",
                        "tenant",
                        DemoWallet.tenantOf(operator, number),
                        Map.of("operator", operator.wireName()));
            }
        }
        for (DemoModel model : DemoModel.values()) {
            make("models", "model", model.wireName(), Map.of());
        }
        for (DemoOperator operator : DemoOperator.values()) {
            publish(retailTariff(operator), "retail", operator, retailPrices(operator));
            publish(wholesaleTariff(operator), "inter_operator", operator, iotPrices(operator));
        }
        for (DemoOperator home : DemoOperator.values()) {
            for (DemoOperator serving : DemoOperator.values()) {
                if (home != serving) {
                    agree(home, serving);
                }
            }
        }
    }

    /** Opens the first settlement window. */
    void openWindow(String window, Instant startsAt) throws IOException, InterruptedException {
        api.post(
                "/v1/settlement/windows",
                "demo-window-" + window,
                Map.of(
                        "window", window,
                        "settlement_model", SETTLEMENT_MODEL,
                        "starts_at", startsAt.toString()));
    }

    /** Opens a wallet and grants what it starts with. */
    void fund(DemoWallet wallet) throws IOException, InterruptedException {
        Map<String, Object> terms = new TreeMap<>();
        terms.put("tenant", wallet.tenant());
        terms.put("asset", wallet.home().currency());
        terms.put("tariff", retailTariff(wallet.home()));
        terms.put("overdraft_limit", plain(wallet.overdraftLimit()));
        if (wallet.homeOnly()) {
            terms.put("allowed_jurisdictions", List.of(wallet.home().country()));
        }
        make("wallets", "wallet", wallet.name(), terms);
        grant(wallet, "paid", wallet.paid(), PAID_PRIORITY);
        if (wallet.promo().signum() > 0) {
            grant(wallet, "promo", wallet.promo(), PROMO_PRIORITY);
        }
    }

    static String retailTariff(DemoOperator operator) {
        return "retail-" + operator.tag();
    }

    static String wholesaleTariff(DemoOperator operator) {
        return "iot-" + operator.tag();
    }

    private void grant(DemoWallet wallet, String kind, BigDecimal amount, int priority)
            throws IOException, InterruptedException {
        String grant = "grt-" + wallet.name().substring("wal-".length()) + "-" + kind;
        Map<String, Object> terms = new TreeMap<>();
        terms.put("grant", grant);
        terms.put("amount", plain(amount));
        terms.put("asset", wallet.home().currency());
        terms.put("kind", kind);
        terms.put("priority", priority);
        terms.put("effective_at", effectiveFrom.toString());
        api.post("/v1/wallets/" + wallet.name() + "/grants", "demo-" + grant, terms);
    }

    private void publish(
            String tariff, String kind, DemoOperator operator, List<Map<String, String>> prices)
            throws IOException, InterruptedException {
        make(
                "tariffs",
                "tariff",
                tariff,
                Map.of(
                        "kind",
                        kind,
                        "operator",
                        operator.wireName(),
                        "asset",
                        operator.currency(),
                        "zone",
                        "UTC",
                        "effective_from",
                        effectiveFrom.toString(),
                        "prices",
                        prices));
    }

    /** Cheaper at home than anywhere else. */
    private static List<Map<String, String>> retailPrices(DemoOperator home) {
        List<Map<String, String>> prices = new ArrayList<>();
        for (DemoModel model : DemoModel.values()) {
            for (TokenClass tokenClass : DemoModel.CLASSES) {
                BigDecimal atHome = DemoPrices.retail(home, model, tokenClass, false);
                BigDecimal abroad = DemoPrices.retail(home, model, tokenClass, true);
                prices.add(price(model, tokenClass, home.country(), atHome));
                prices.add(price(model, tokenClass, "*", abroad));
            }
        }
        return prices;
    }

    private static List<Map<String, String>> iotPrices(DemoOperator serving) {
        List<Map<String, String>> prices = new ArrayList<>();
        for (DemoModel model : DemoModel.values()) {
            for (TokenClass tokenClass : DemoModel.CLASSES) {
                BigDecimal wholesale = DemoPrices.wholesale(serving, model, tokenClass);
                prices.add(price(model, tokenClass, "*", wholesale));
            }
        }
        return prices;
    }

    private static Map<String, String> price(
            DemoModel model, TokenClass tokenClass, String jurisdiction, BigDecimal perMillion) {
        return Map.of(
                "model", model.wireName(),
                "class", tokenClass.wireName(),
                "jurisdiction", jurisdiction,
                "per_million", perMillion.toPlainString());
    }

    private void agree(DemoOperator home, DemoOperator serving)
            throws IOException, InterruptedException {
        make(
                "agreements",
                "agreement",
                "agr-" + home.tag() + "-" + serving.tag(),
                Map.of(
                        "home_operator", home.wireName(),
                        "serving_operator", serving.wireName(),
                        "inter_operator_tariff", wholesaleTariff(serving),
                        "settlement_model", SETTLEMENT_MODEL,
                        "effective_from", effectiveFrom.toString()));
    }

    private void make(String collection, String field, String name, Map<String, ?> terms)
            throws IOException, InterruptedException {
        Map<String, Object> body = new TreeMap<>(terms);
        body.put(field, name);
        api.post("/v1/" + collection, "demo-" + field + "-" + name, body);
    }

    private static String plain(BigDecimal amount) {
        return amount.toPlainString();
    }
}
