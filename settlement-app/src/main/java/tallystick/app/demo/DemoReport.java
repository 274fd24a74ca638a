package tallystick.app.demo;

import java.io.PrintStream;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.SortedMap;
import java.util.TreeMap;

/** The result as a person reads it: statements, net positions, invariants. */
public final class DemoReport {

    private final PrintStream out;

    public DemoReport(PrintStream out) {
        this.out = out;
    }

    /** Prints all of it. */
    public void print(DemoResult result) {
        usage(result);
        windows(result.answers());
        statements(result.answers());
        positions(result.answers());
        invariants(result);
    }

    /** The amount with its currency's decimals, no separators: 1234.50. */
    static String minor(BigDecimal amount, String asset) {
        return amount.setScale(digits(asset)).toPlainString();
    }

    private void usage(DemoResult result) {
        line(
                "\nUsage: %,d events sent, %,d accepted, %,d duplicate, %,d suspended"
                        .formatted(
                                result.sent().events(),
                                result.outcomes().accepted(),
                                result.outcomes().duplicate(),
                                result.outcomes().suspended()));
        line(
                "       %,d tokens in, %,d tokens out"
                        .formatted(
                                result.answers().ledger().tokensIn(),
                                result.answers().ledger().tokensOut()));
    }

    private void windows(DemoAnswers answers) {
        line("\nWindows");
        line(
                "  %-8s %-6s %9s %10s   %s"
                        .formatted("window", "state", "payments", "documents", "certificate"));
        for (DemoSettled window : answers.windows()) {
            line(
                    "  %-8s %-6s %9d %10d   %s"
                            .formatted(
                                    window.window(),
                                    window.state(),
                                    window.legs(),
                                    window.documents().size(),
                                    window.certificate()));
        }
    }

    private void statements(DemoAnswers answers) {
        line("\nStatements of the month (who owes whom for inference roaming)");
        line(
                "  %-8s %-8s %9s %14s %18s"
                        .formatted("home", "serving", "records", "tokens", "total"));
        SortedMap<String, long[]> counts = new TreeMap<>();
        SortedMap<String, BigDecimal> totals = new TreeMap<>();
        for (DemoAnswers.Statement statement : answers.statements()) {
            String pair =
                    "%-8s %-8s %s"
                            .formatted(statement.home(), statement.serving(), statement.asset());
            long[] sums = counts.computeIfAbsent(pair, _ -> new long[2]);
            totals.merge(pair, statement.total(), BigDecimal::add);
            for (DemoAnswers.Line line : statement.lines()) {
                sums[0] += line.records();
                sums[1] += line.tokens().values().stream().mapToLong(Long::longValue).sum();
            }
        }
        totals.forEach(
                (pair, total) -> {
                    int asset = pair.lastIndexOf(' ');
                    long[] sums = counts.getOrDefault(pair, new long[2]);
                    line(
                            "  %s %,9d %,14d %18s"
                                    .formatted(
                                            pair.substring(0, asset),
                                            sums[0],
                                            sums[1],
                                            grouped(total, pair.substring(asset + 1))));
                });
    }

    private void positions(DemoAnswers answers) {
        line("\nNet positions of the month (+ receives, − pays)");
        SortedMap<String, BigDecimal> sums = new TreeMap<>();
        for (DemoAnswers.NetPosition position : answers.positions()) {
            sums.merge(
                    position.asset() + " " + position.operator(),
                    position.amount(),
                    BigDecimal::add);
        }
        sums.forEach(
                (name, sum) -> {
                    String asset = name.substring(0, name.indexOf(' '));
                    String sign = sum.signum() > 0 ? "+" : "";
                    String amount = grouped(sum, asset);
                    line(
                            "  %-8s %18s"
                                    .formatted(
                                            name.substring(name.indexOf(' ') + 1),
                                            sign + amount.replace('-', '−')));
                });
    }

    private void invariants(DemoResult result) {
        line("\nInvariants");
        for (DemoCheck check : result.checks()) {
            line(
                    "  %-6s  %s: %s"
                            .formatted(
                                    check.passed() ? "holds" : "BROKEN",
                                    check.name(),
                                    check.detail()));
        }
        long broken = result.checks().stream().filter(check -> !check.passed()).count();
        line(
                "\n%s in %s s"
                        .formatted(
                                result.verified()
                                        ? "Verified: all "
                                                + result.checks().size()
                                                + " invariants hold,"
                                        : "NOT verified: "
                                                + broken
                                                + " of "
                                                + result.checks().size()
                                                + " broken,",
                                result.seconds()));
    }

    private static String grouped(BigDecimal amount, String asset) {
        String format = "%,." + digits(asset) + "f %s";
        return format.formatted(amount, asset);
    }

    private static int digits(String asset) {
        return Currency.getInstance(asset).getDefaultFractionDigits();
    }

    private void line(String line) {
        out.println(line);
    }
}
