package tallystick.projections.settlement;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tallystick.domain.LedgerEvent.Settlement.StatementsIssued;
import tallystick.domain.LedgerEvent.Settlement.WindowCalculated;
import tallystick.domain.LedgerEvent.Settlement.WindowNetted;
import tallystick.domain.settlement.BilateralPosition;
import tallystick.domain.settlement.NetPosition;
import tallystick.domain.settlement.Statement;
import tallystick.domain.settlement.StatementLine;
import tallystick.projections.sql.ArraySql;
import tallystick.projections.sql.ArrayStatement;

/** Writes statements, their lines and the results of netting. */
final class DocumentRows {

    private static final String INSERT_STATEMENTS =
            ArraySql.insert(
                    "statement",
                    List.of(
                            "statement text",
                            "window_name text",
                            "ordinal int",
                            "home_operator text",
                            "serving_operator text",
                            "asset text",
                            "minor_digits int",
                            "exact numeric",
                            "total bigint",
                            "position bigint",
                            "issued boolean"));

    /** Arrays of arrays do not unnest by row, so a line's tokens travel as text. */
    private static final String INSERT_LINES =
            """
            INSERT INTO statement_line
                (statement, ordinal, model, tariff, tariff_version, records, tokens, exact, rounded)
            SELECT d.statement, d.ordinal, d.model, d.tariff, d.tariff_version, d.records,
                d.tokens::bigint[], d.exact, d.rounded
            FROM unnest(?::text[], ?::int[], ?::text[], ?::text[], ?::int[], ?::bigint[],
                    ?::text[], ?::numeric[], ?::bigint[])
                AS d(statement, ordinal, model, tariff, tariff_version, records, tokens, exact,
                    rounded)
            """;

    private static final String ISSUE =
            """
            UPDATE statement AS s SET issued = true, position = d.position
            FROM unnest(?::text[], ?::bigint[]) AS d(statement, position)
            WHERE s.statement = d.statement
            """;

    private static final String INSERT_NET =
            ArraySql.insert(
                    "net_position",
                    List.of(
                            "window_name text",
                            "ordinal int",
                            "asset text",
                            "operator text",
                            "minor bigint"));

    private static final String INSERT_BILATERAL =
            ArraySql.insert(
                    "bilateral_net",
                    List.of(
                            "window_name text",
                            "ordinal int",
                            "asset text",
                            "debtor text",
                            "creditor text",
                            "minor bigint"));

    private record Line(String statement, int ordinal, StatementLine line) {}

    private final Connection connection;
    private final long position;

    DocumentRows(Connection connection, long position) {
        this.connection = connection;
        this.position = position;
    }

    void insertStatements(WindowCalculated calculated) throws SQLException {
        List<Statement> rows = calculated.statements();
        try (ArrayStatement insert = statement(INSERT_STATEMENTS, rows)) {
            insert.texts(i -> rows.get(i).statement())
                    .texts(_ -> calculated.window())
                    .ints(i -> i)
                    .texts(i -> rows.get(i).homeOperator())
                    .texts(i -> rows.get(i).servingOperator())
                    .texts(i -> rows.get(i).asset())
                    .ints(i -> rows.get(i).minorDigits())
                    .numbers(i -> rows.get(i).exact())
                    .longs(i -> rows.get(i).total())
                    .longs(_ -> position)
                    .booleans(_ -> false)
                    .execute();
        }
        insertLines(rows);
    }

    private void insertLines(List<Statement> statements) throws SQLException {
        List<Line> rows = new ArrayList<>();
        for (Statement statement : statements) {
            for (int i = 0; i < statement.lines().size(); i++) {
                rows.add(new Line(statement.statement(), i, statement.lines().get(i)));
            }
        }
        try (ArrayStatement insert = statement(INSERT_LINES, rows)) {
            insert.texts(i -> rows.get(i).statement)
                    .ints(i -> rows.get(i).ordinal)
                    .texts(i -> rows.get(i).line.model())
                    .texts(i -> rows.get(i).line.tariff())
                    .ints(i -> rows.get(i).line.tariffVersion())
                    .longs(i -> rows.get(i).line.records())
                    .texts(i -> arrayText(rows.get(i).line.tokens()))
                    .numbers(i -> rows.get(i).line.exact())
                    .longs(i -> rows.get(i).line.rounded())
                    .execute();
        }
    }

    void issue(StatementsIssued issued) throws SQLException {
        List<String> rows = issued.statements();
        try (ArrayStatement update = statement(ISSUE, rows)) {
            update.texts(rows::get).longs(_ -> position).execute();
        }
    }

    void insertNet(WindowNetted netted) throws SQLException {
        List<NetPosition> positions = netted.positions();
        try (ArrayStatement insert = statement(INSERT_NET, positions)) {
            insert.texts(_ -> netted.window())
                    .ints(i -> i)
                    .texts(i -> positions.get(i).asset())
                    .texts(i -> positions.get(i).operator())
                    .longs(i -> positions.get(i).minor())
                    .execute();
        }
        List<BilateralPosition> pairs = netted.bilateral();
        try (ArrayStatement insert = statement(INSERT_BILATERAL, pairs)) {
            insert.texts(_ -> netted.window())
                    .ints(i -> i)
                    .texts(i -> pairs.get(i).asset())
                    .texts(i -> pairs.get(i).debtor())
                    .texts(i -> pairs.get(i).creditor())
                    .longs(i -> pairs.get(i).minor())
                    .execute();
        }
    }

    private ArrayStatement statement(String sql, List<?> rows) throws SQLException {
        return new ArrayStatement(connection, sql, rows.size());
    }

    private static String arrayText(List<Long> values) {
        return values.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
    }
}
