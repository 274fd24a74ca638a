package tallystick.app.demo;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tallystick.domain.usage.TokenClass;
import tools.jackson.databind.JsonNode;

/**
 * What the application says after the windows are settled, read over the HTTP API.
 *
 * @param ledger the engine's own state
 * @param balances per wallet, from the projections
 * @param statements of all windows
 * @param positions the windows' multilateral net positions
 * @param bilateral what remains per window and pair
 * @param windows as they ended, in order
 */
record DemoAnswers(
        Ledger ledger,
        Map<String, Balance> balances,
        List<Statement> statements,
        List<NetPosition> positions,
        List<Debt> bilateral,
        List<DemoSettled> windows) {

    /**
     * The engine's state.
     *
     * @param imbalances books and assets whose trial balance is not zero
     * @param books how many books and assets were balanced
     * @param accounts balance per account name and asset, as {@code wallet/op-kr KRW}
     */
    record Ledger(
            long accepted,
            long suspended,
            long tokensIn,
            long tokensOut,
            int books,
            List<String> imbalances,
            Map<String, BigDecimal> accounts,
            String stateDigest) {}

    /** A wallet's balance in its asset. */
    record Balance(String asset, BigDecimal posted, BigDecimal shortfall) {}

    /** A bilateral statement in its asset. */
    record Statement(
            String window,
            String name,
            String home,
            String serving,
            String asset,
            BigDecimal total,
            List<Line> lines) {}

    /**
     * A line of a statement.
     *
     * @param exact before rounding
     * @param amount after rounding
     */
    record Line(
            String model,
            long records,
            Map<TokenClass, Long> tokens,
            BigDecimal exact,
            BigDecimal amount) {}

    /** Positive is to receive, negative is to pay. */
    record NetPosition(String window, String asset, String operator, BigDecimal amount) {}

    /** More than 0, what the debtor pays the creditor. */
    record Debt(String window, String asset, String debtor, String creditor, BigDecimal amount) {}

    /** Reads everything about windows and the wallets. */
    static DemoAnswers read(ApiGateway api, List<DemoSettled> windows, List<DemoWallet> wallets)
            throws IOException, InterruptedException {
        List<Statement> statements = new ArrayList<>();
        List<NetPosition> positions = new ArrayList<>();
        List<Debt> bilateral = new ArrayList<>();
        for (DemoSettled settled : windows) {
            String window = settled.window();
            String path = "/v1/settlement/windows/" + window;
            JsonNode netting = api.get(path + "/positions");
            statements.addAll(statements(window, api.get(path + "/statements")));
            positions.addAll(positions(window, netting));
            bilateral.addAll(bilateral(window, netting));
        }
        return new DemoAnswers(
                ledger(api.get("/v1/ledger")),
                balances(api, wallets),
                statements,
                positions,
                bilateral,
                windows);
    }

    private static Ledger ledger(JsonNode node) {
        List<String> imbalances = new ArrayList<>();
        JsonNode balances = node.path("trial_balances");
        for (JsonNode balance : balances) {
            if (amount(balance, "difference").signum() != 0) {
                imbalances.add(balance.toString());
            }
        }
        Map<String, BigDecimal> accounts = new LinkedHashMap<>();
        for (JsonNode account : node.path("accounts")) {
            accounts.put(
                    text(account, "account") + " " + text(account, "asset"),
                    amount(account, "balance"));
        }
        JsonNode usage = node.path("usage");
        return new Ledger(
                count(usage, "accepted"),
                count(usage, "suspended"),
                count(usage, "tokens_in"),
                count(usage, "tokens_out"),
                balances.size(),
                imbalances,
                accounts,
                text(node, "state_digest"));
    }

    private static Map<String, Balance> balances(ApiGateway api, List<DemoWallet> wallets)
            throws IOException, InterruptedException {
        Map<String, Balance> balances = new LinkedHashMap<>();
        for (DemoWallet wallet : wallets) {
            JsonNode node = api.get("/v1/wallets/" + wallet.name() + "/balance");
            balances.put(
                    wallet.name(),
                    new Balance(
                            text(node, "asset"),
                            amount(node, "posted"),
                            amount(node, "shortfall")));
        }
        return balances;
    }

    private static List<Statement> statements(String window, JsonNode node) {
        List<Statement> statements = new ArrayList<>();
        for (JsonNode statement : node.path("statements")) {
            List<Line> lines = new ArrayList<>();
            statement.path("lines").forEach(line -> lines.add(line(line)));
            statements.add(
                    new Statement(
                            window,
                            text(statement, "statement"),
                            text(statement, "home_operator"),
                            text(statement, "serving_operator"),
                            text(statement, "asset"),
                            amount(statement, "total"),
                            lines));
        }
        return statements;
    }

    private static Line line(JsonNode node) {
        Map<TokenClass, Long> tokens = new LinkedHashMap<>();
        for (TokenClass tokenClass : TokenClass.ALL) {
            JsonNode group = node.path("tokens");
            for (String part : tokenClass.wireName().split("\\.", -1)) {
                group = group.path(part);
            }
            if (!group.isMissingNode()) {
                tokens.put(tokenClass, group.longValue());
            }
        }
        return new Line(
                text(node, "model"),
                count(node, "records"),
                tokens,
                amount(node, "exact"),
                amount(node, "amount"));
    }

    private static List<NetPosition> positions(String window, JsonNode node) {
        List<NetPosition> positions = new ArrayList<>();
        for (JsonNode position : node.path("positions")) {
            positions.add(
                    new NetPosition(
                            window,
                            text(position, "asset"),
                            text(position, "operator"),
                            amount(position, "amount")));
        }
        return positions;
    }

    private static List<Debt> bilateral(String window, JsonNode node) {
        List<Debt> debts = new ArrayList<>();
        for (JsonNode debt : node.path("bilateral")) {
            debts.add(
                    new Debt(
                            window,
                            text(debt, "asset"),
                            text(debt, "debtor"),
                            text(debt, "creditor"),
                            amount(debt, "amount")));
        }
        return debts;
    }

    private static String text(JsonNode node, String field) {
        return node.required(field).stringValue();
    }

    private static BigDecimal amount(JsonNode node, String field) {
        return new BigDecimal(text(node, field));
    }

    /** A count, written as a number or, beyond what JSON numbers keep, as a string. */
    private static long count(JsonNode node, String field) {
        JsonNode value = node.required(field);
        return value.isString() ? Long.parseLong(value.stringValue()) : value.longValue();
    }
}
