package tallystick.app.demo;

import java.io.PrintStream;
import java.math.BigDecimal;
import java.util.Currency;

/** The result as a person reads it: statements, net positions, invariants. */
public final class DemoReport {

    private final PrintStream out;

    public DemoReport(PrintStream out) {
        this.out = out;
    }

    /** Prints all of it. */
    public void print(DemoResult result) {
        usage(result);
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

    private void statements(DemoAnswers answers) {
        line("\nStatements (who owes whom for inference roaming)");
        line(
                "  %-8s %-8s %9s %14s %18s"
                        .formatted("home", "serving", "records", "tokens", "total"));
        for (DemoAnswers.Statement statement : answers.statements()) {
            long records = 0;
            long tokens = 0;
            for (DemoAnswers.Line line : statement.lines()) {
                records += line.records();
                tokens += line.tokens().values().stream().mapToLong(Long::longValue).sum();
            }
            line(
                    "  %-8s %-8s %,9d %,14d %18s"
                            .formatted(
                                    statement.home(),
                                    statement.serving(),
                                    records,
                                    tokens,
                                    grouped(statement.total(), statement.asset())));
        }
    }

    private void positions(DemoAnswers answers) {
        line("\nNet positions (+ receives, − pays)");
        for (DemoAnswers.NetPosition position : answers.positions()) {
            String sign = position.amount().signum() > 0 ? "+" : "";
            String amount = grouped(position.amount(), position.asset());
            line("  %-8s %18s".formatted(position.operator(), sign + amount.replace('-', '−')));
        }
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
