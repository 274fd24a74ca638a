package tallystick.domain.settlement;

/**
 * The hash of what a statement says, for an operator to compare with what it calculated itself:
 * lines in order, tokens, exact and rounded charges, total.
 */
public final class StatementHash {

    private static final byte STATEMENT = 0x32;

    private StatementHash() {}

    /** SHA-256 over every field of the statement and its lines. */
    public static Sha256 of(Statement statement) {
        Sha256.Fields fields = new Sha256.Fields(STATEMENT);
        fields.text(statement.statement()).text(statement.homeOperator());
        fields.text(statement.servingOperator()).text(statement.asset());
        fields.number(statement.minorDigits()).number(statement.lines().size());
        for (StatementLine line : statement.lines()) {
            fields.text(line.model()).text(line.tariff()).number(line.tariffVersion());
            fields.number(line.records()).number(line.tokens().size());
            line.tokens().forEach(fields::number);
            fields.amount(line.exact()).number(line.rounded());
        }
        return fields.amount(statement.exact()).number(statement.total()).end();
    }
}
