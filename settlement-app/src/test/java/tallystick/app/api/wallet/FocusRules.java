package tallystick.app.api.wallet;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The normative rules of FOCUS 1.2 that can be held against a file, as data where the specification
 * has a table, and each other one under the column whose page has it.
 */
final class FocusRules {

    /** Attribute "numeric format": no sign but a minus, no thousands, E notation without plus. */
    private static final String NUMERIC = "-?[0-9]+(\\.[0-9]+)?(E-?[0-9]+)?";

    /** Attribute "date/time format". */
    private static final String TIME = "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z";

    /** Attribute "unit format": plural units, with a whole quantity or per time unit. */
    private static final String UNIT =
            "([0-9]+ )?[A-Z][A-Za-z]*(-(Years|Months|Days|Hours|Minutes|Seconds))?"
                    + "(/(Year|Month|Day|Hour|Minute|Second))?";

    /** Allowed values, from the page of each column. */
    private static final Map<String, Set<String>> ALLOWED =
            Map.of(
                    "ChargeCategory",
                    Set.of("Usage", "Purchase", "Tax", "Credit", "Adjustment"),
                    "ChargeClass",
                    Set.of("Correction"),
                    "ChargeFrequency",
                    Set.of("One-Time", "Recurring", "Usage-Based"),
                    "PricingCategory",
                    Set.of("Standard", "Dynamic", "Committed", "Other"),
                    "ServiceCategory",
                    Set.of(
                            "AI and Machine Learning",
                            "Analytics",
                            "Business Applications",
                            "Compute",
                            "Databases",
                            "Developer Tools",
                            "Multicloud",
                            "Identity",
                            "Integration",
                            "Internet of Things",
                            "Management and Governance",
                            "Media",
                            "Migration",
                            "Mobile",
                            "Networking",
                            "Security",
                            "Storage",
                            "Web",
                            "Other"),
                    // Those of the category that is used here; any other is refused.
                    "ServiceSubcategory",
                    Set.of(
                            "AI Platforms",
                            "Bots",
                            "Generative AI",
                            "Machine Learning",
                            "Natural Language Processing",
                            "Other (AI and Machine Learning)"));

    /**
     * "MUST NOT be null when ChargeCategory is Usage or Purchase and ChargeClass not Correction".
     */
    private static final List<String> OF_USAGE =
            List.of(
                    "ListUnitPrice",
                    "ContractedUnitPrice",
                    "PricingCategory",
                    "PricingQuantity",
                    "SkuId",
                    "SkuPriceId");

    /** Null exactly where the other is. */
    private static final Map<String, String> TOGETHER =
            Map.of(
                    "ConsumedUnit", "ConsumedQuantity",
                    "PricingUnit", "PricingQuantity",
                    "RegionName", "RegionId",
                    "SubAccountName", "SubAccountId",
                    "SkuMeter", "SkuId");

    /**
     * The columns whose condition holds for this provider: regions, published unit prices, sub
     * accounts, consumption by quantity.
     */
    private static final Set<String> CONDITIONS_HOLD =
            Set.of(
                    "ConsumedQuantity",
                    "ConsumedUnit",
                    "ContractedUnitPrice",
                    "ListUnitPrice",
                    "PricingCategory",
                    "RegionId",
                    "RegionName",
                    "SkuId",
                    "SkuMeter",
                    "SkuPriceDetails",
                    "SkuPriceId",
                    "SubAccountId",
                    "SubAccountName");

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final Map<String, Map<String, String>> columns = new TreeMap<>();
    private final List<String> broken = new ArrayList<>();

    private FocusRules() {
        try (InputStream in = FocusRules.class.getResourceAsStream("/focus/columns-1.2.csv")) {
            String text =
                    new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            rows(text).forEach(row -> columns.put(at(row, "column"), row));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** What a file breaks, a sentence each; empty when it keeps to all. */
    static List<String> brokenBy(String csv) {
        FocusRules rules = new FocusRules();
        List<String> header = cells(csv.lines().findFirst().orElse(""));
        rules.header(header);
        rows(csv).forEach(rules::row);
        return rules.broken;
    }

    /** The rows by column. */
    static List<Map<String, String>> rows(String csv) {
        List<String> lines = csv.lines().toList();
        List<String> header = cells(lines.getFirst());
        List<Map<String, String>> rows = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            List<String> cells = cells(line);
            if (cells.size() != header.size() && !line.endsWith(",")) {
                throw new AssertionError("not as many cells as columns: " + line);
            }
            Map<String, String> row = new LinkedHashMap<>();
            for (int i = 0; i < header.size(); i++) {
                row.put(header.get(i), i < cells.size() ? cells.get(i) : "");
            }
            rows.add(row);
        }
        return rows;
    }

    /** RFC 4180; no cell here has a line break. */
    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                boolean doubled = quoted && i + 1 < line.length() && line.charAt(i + 1) == '"';
                if (doubled) {
                    cell.append(c);
                    i++;
                } else {
                    quoted = !quoted;
                }
            } else if (c == ',' && !quoted) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString());
        return cells;
    }

    /** A cell, empty for null. */
    static String at(Map<String, String> row, String column) {
        return row.getOrDefault(column, "");
    }

    private void header(List<String> header) {
        if (new TreeSet<>(header).size() != header.size()) {
            broken.add("a column is there twice");
        }
        columns.forEach(
                (name, column) -> {
                    boolean wanted =
                            at(column, "level").equals("mandatory")
                                    || CONDITIONS_HOLD.contains(name);
                    if (wanted && !header.contains(name)) {
                        broken.add(name + " must be present");
                    }
                });
        header.stream()
                .filter(name -> !columns.containsKey(name) && !name.matches("x_[A-Z][A-Za-z]*"))
                .forEach(name -> broken.add(name + " is no column, and custom ones begin with x_"));
    }

    private void row(Map<String, String> row) {
        row.forEach(this::cell);
        boolean isUsage = at(row, "ChargeCategory").equals("Usage");
        boolean isCorrection = at(row, "ChargeClass").equals("Correction");
        require(
                row,
                "ConsumedQuantity",
                isUsage ? cell -> isCorrection || !cell.isEmpty() : String::isEmpty);
        if (isUsage && !isCorrection) {
            OF_USAGE.forEach(column -> require(row, column, cell -> !cell.isEmpty()));
            product(row, "ListUnitPrice", "ListCost");
            product(row, "ContractedUnitPrice", "ContractedCost");
        }
        TOGETHER.forEach(
                (one, other) ->
                        require(row, one, cell -> cell.isEmpty() == at(row, other).isEmpty()));
        for (String price : List.of("ListUnitPrice", "ContractedUnitPrice")) {
            require(row, price, cell -> !cell.startsWith("-"));
            String cost = price.replace("UnitPrice", "Cost");
            if (at(row, price).isEmpty()) {
                require(row, cost, cell -> cell.equals(at(row, "BilledCost")));
            }
        }
        if (!isUsage) {
            require(row, "EffectiveCost", cell -> cell.equals(at(row, "BilledCost")));
        }
        require(row, "BillingCurrency", cell -> !cell.equals("TOK"));
        require(row, "SkuPriceDetails", cell -> cell.isEmpty() == at(row, "SkuPriceId").isEmpty());
        before(row, "BillingPeriodStart", "BillingPeriodEnd");
        before(row, "ChargePeriodStart", "ChargePeriodEnd");
    }

    /** What holds of every cell by its column's content constraints. */
    private void cell(String name, String cell) {
        Map<String, String> column = columns.get(name);
        if (column == null) {
            return;
        }
        if (cell.isEmpty()) {
            if (at(column, "nulls").equals("false")) {
                broken.add(name + " must not be null");
            }
            return;
        }
        boolean isGood =
                switch (at(column, "format")) {
                    case "numeric" -> cell.matches(NUMERIC);
                    case "time" -> cell.matches(TIME);
                    case "currency" -> cell.matches("[A-Z]{3}");
                    case "unit" -> cell.matches(UNIT);
                    case "allowed" -> ALLOWED.getOrDefault(name, Set.of()).contains(cell);
                    case "key-value" -> isKeyValue(cell);
                    default -> !cell.isBlank();
                };
        if (!isGood) {
            broken.add(name + " must not be " + cell);
        }
    }

    private static boolean isKeyValue(String cell) {
        try {
            JsonNode object = MAPPER.readTree(cell);
            return object.isObject()
                    && object.propertyStream()
                            .allMatch(
                                    p ->
                                            p.getValue().isValueNode()
                                                    && p.getKey().matches("x_[A-Z][A-Za-z]*"));
        } catch (JacksonException broken) {
            return false;
        }
    }

    private void require(Map<String, String> row, String column, Predicate<String> rule) {
        if (!rule.test(at(row, column))) {
            broken.add(column + " breaks a rule of its page: " + row);
        }
    }

    private void product(Map<String, String> row, String price, String cost) {
        require(
                row,
                cost,
                cell ->
                        isNumeric(row, price, "PricingQuantity", cost)
                                && new BigDecimal(at(row, price))
                                                .multiply(
                                                        new BigDecimal(at(row, "PricingQuantity")))
                                                .compareTo(new BigDecimal(cell))
                                        == 0);
    }

    private static boolean isNumeric(Map<String, String> row, String... columns) {
        return List.of(columns).stream().allMatch(column -> at(row, column).matches(NUMERIC));
    }

    /** Inclusive start and exclusive end of a period that is not empty. */
    private void before(Map<String, String> row, String start, String end) {
        require(
                row,
                end,
                cell ->
                        cell.matches(TIME)
                                && at(row, start).matches(TIME)
                                && Instant.parse(at(row, start)).isBefore(Instant.parse(cell)));
    }
}
