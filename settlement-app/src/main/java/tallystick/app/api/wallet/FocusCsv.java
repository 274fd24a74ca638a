package tallystick.app.api.wallet;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tallystick.domain.ledger.WalletOwner;

/**
 * Charges as CSV in the columns of the FinOps Open Cost and Usage Specification (FOCUS) 1.2: those
 * that it demands and those whose condition holds here. An empty cell is null. What the wallet was
 * charged is both billed and effective cost, whatever credit it was drawn on, and is what the price
 * list says, so list and contracted cost are the same; prices are per million, as published.
 */
final class FocusCsv {

    /** The columns, in the order of the rows. */
    static final List<String> COLUMNS =
            List.of(
                    "BilledCost",
                    "BillingAccountId",
                    "BillingAccountName",
                    "BillingCurrency",
                    "BillingPeriodEnd",
                    "BillingPeriodStart",
                    "ChargeCategory",
                    "ChargeClass",
                    "ChargeDescription",
                    "ChargeFrequency",
                    "ChargePeriodEnd",
                    "ChargePeriodStart",
                    "ConsumedQuantity",
                    "ConsumedUnit",
                    "ContractedCost",
                    "ContractedUnitPrice",
                    "EffectiveCost",
                    "InvoiceIssuerName",
                    "ListCost",
                    "ListUnitPrice",
                    "PricingCategory",
                    "PricingQuantity",
                    "PricingUnit",
                    "ProviderName",
                    "PublisherName",
                    "RegionId",
                    "RegionName",
                    "ServiceCategory",
                    "ServiceName",
                    "ServiceSubcategory",
                    "SkuId",
                    "SkuMeter",
                    "SkuPriceDetails",
                    "SkuPriceId",
                    "SubAccountId",
                    "SubAccountName");

    private static final int MILLION_DIGITS = 6;
    private static final long NANOS = 1_000_000_000L;

    private final Map<String, String> same = new LinkedHashMap<>();
    private final StringBuilder text = new StringBuilder();

    /**
     * @param asset an ISO 4217 currency
     */
    FocusCsv(String wallet, WalletOwner owner, String asset, StatementRequest asked) {
        String operator = StatementCsv.guarded(owner.operator());
        String name = StatementCsv.guarded(wallet);
        String tenant = StatementCsv.guarded(owner.tenant());
        same.put("BillingAccountId", tenant);
        same.put("BillingAccountName", tenant);
        same.put("BillingCurrency", asset);
        same.put("BillingPeriodStart", time(asked.fromEpochNanos() / NANOS));
        same.put("BillingPeriodEnd", time(asked.toEpochNanos() / NANOS));
        same.put("ChargeFrequency", "Usage-Based");
        same.put("InvoiceIssuerName", operator);
        same.put("ProviderName", operator);
        same.put("PublisherName", operator);
        same.put("ServiceCategory", "AI and Machine Learning");
        same.put("ServiceName", "LLM inference");
        same.put("ServiceSubcategory", "Generative AI");
        same.put("SubAccountId", name);
        same.put("SubAccountName", name);
    }

    /** The whole file. */
    String of(Map<FocusCharge, FocusUsage.Sum> charges) {
        text.append(String.join(",", COLUMNS)).append("\r\n");
        charges.forEach(this::row);
        return text.toString();
    }

    private void row(FocusCharge charge, FocusUsage.Sum sum) {
        Map<String, String> cells = new LinkedHashMap<>(same);
        String cost = sum.amount().toDecimalString();
        for (String column : List.of("BilledCost", "ContractedCost", "EffectiveCost", "ListCost")) {
            cells.put(column, cost);
        }
        cells.put("ChargeClass", charge.isCorrection() ? "Correction" : "");
        cells.put("ChargePeriodStart", time(charge.dayStartEpochSeconds()));
        cells.put("ChargePeriodEnd", time(charge.dayEndEpochSeconds()));
        cells.put("RegionId", charge.jurisdiction());
        cells.put("RegionName", charge.jurisdiction());
        String model = charge.model();
        switch (charge.kind()) {
            case TOKENS -> tokens(charge, sum.tokens(), cells);
            case MINIMUM -> adjustment("Up to the minimum charge of " + model, cells);
            case DIFFERENCE -> adjustment("Difference to earlier charges of " + model, cells);
        }
        for (int i = 0; i < COLUMNS.size(); i++) {
            text.append(i == 0 ? "" : ",")
                    .append(StatementCsv.quoted(cells.getOrDefault(COLUMNS.get(i), "")));
        }
        text.append("\r\n");
    }

    /** What has no quantity and no price. */
    private static void adjustment(String description, Map<String, String> cells) {
        cells.put("ChargeCategory", "Adjustment");
        cells.put("ChargeDescription", description);
    }

    private static void tokens(FocusCharge charge, long tokens, Map<String, String> cells) {
        String unit = charge.isOfCalls() ? "Calls" : "Tokens";
        String price = decimal(charge.pricePicoPerToken());
        String sku = charge.model() + "/" + charge.meter();
        cells.put("ChargeCategory", "Usage");
        cells.put(
                "ChargeDescription",
                StatementCsv.guarded(sku + " at tariff " + charge.tariff() + tier(charge)));
        cells.put("ConsumedQuantity", Long.toString(tokens));
        cells.put("ConsumedUnit", unit);
        cells.put("PricingQuantity", decimal(tokens));
        cells.put("PricingUnit", "1000000 " + unit);
        cells.put("PricingCategory", "Standard");
        cells.put("ListUnitPrice", price);
        cells.put("ContractedUnitPrice", price);
        cells.put("SkuId", StatementCsv.guarded(sku));
        cells.put("SkuMeter", charge.meter());
        cells.put(
                "SkuPriceId",
                StatementCsv.guarded(
                        String.join("/", charge.tariff(), sku, charge.jurisdiction())
                                + tier(charge)));
        cells.put("SkuPriceDetails", "{\"x_TierFromTokens\":" + charge.tierFrom() + "}");
    }

    private static String tier(FocusCharge charge) {
        return charge.tierFrom() == 0 ? "" : " from " + charge.tierFrom();
    }

    /** Millionths as a plain decimal: of tokens those of a million, of prices those of a unit. */
    private static String decimal(long millionths) {
        return BigDecimal.valueOf(millionths, MILLION_DIGITS).toPlainString();
    }

    private static String time(long epochSeconds) {
        return Instant.ofEpochSecond(epochSeconds).toString();
    }
}
