package tallystick.projections.settlement;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import tallystick.domain.settlement.BilateralPosition;
import tallystick.domain.settlement.NetPosition;
import tallystick.domain.settlement.Statement;
import tallystick.domain.settlement.StatementLine;
import tallystick.domain.settlement.WindowState;
import tallystick.projections.sql.DatabaseException;
import tallystick.projections.sql.RowScope;
import tallystick.projections.sql.RowScope.Condition;
import tallystick.projections.sql.Rows;

/** Settlement windows and their documents, as journaled. */
public final class SettlementView {

    /**
     * A settlement window.
     *
     * @param cutOff T, null while open
     * @param lastSequence last journal position that may be a member, null until fenced
     * @param records members, 0 until sealed
     * @param tokens members' tokens per token class, all 0 until sealed
     * @param merkleRoot null until sealed
     * @param statements how many statements it has, 0 until calculated
     * @param changedAt when its last step was recorded
     * @param position journal position of its last step
     */
    public record Window(
            String window,
            String settlementModel,
            WindowState state,
            Instant startsAt,
            @Nullable Instant cutOff,
            @Nullable Long lastSequence,
            long records,
            List<Long> tokens,
            @Nullable String merkleRoot,
            int statements,
            Instant changedAt,
            long position) {}

    /**
     * A bilateral statement of a window.
     *
     * @param issued whether it was issued to the operators
     * @param position journal position of its last step
     */
    public record WindowStatement(
            String window, Statement statement, boolean issued, long position) {}

    private static final String WINDOW = "SELECT * FROM settlement_window ";

    private static final String STATEMENT = "SELECT * FROM statement ";

    private final DataSource dataSource;

    public SettlementView(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Every window, in order of opening. */
    public List<Window> windows() {
        return Rows.list(dataSource, SettlementView::window, WINDOW + "ORDER BY opened_position");
    }

    /** The window of that name, null when there is none. */
    public @Nullable Window window(String window) {
        return Rows.first(
                dataSource, SettlementView::window, WINDOW + "WHERE window_name = ?", window);
    }

    /** The statement of that name, null when there is none. */
    public @Nullable WindowStatement statement(String statement) {
        List<WindowStatement> rows = statements("WHERE statement = ?", statement);
        return rows.isEmpty() ? null : rows.get(0);
    }

    /** The window's statements in canonical order. */
    public List<WindowStatement> statementsOf(String window) {
        return statementsOf(RowScope.ALL, window);
    }

    /** The window's statements that a reader may see: those of its pairs. */
    public List<WindowStatement> statementsOf(RowScope scope, String window) {
        Condition within = scope.ofPair("home_operator", "serving_operator");
        return statements(
                "WHERE window_name = ?" + within.sql() + " ORDER BY ordinal",
                within.between(List.of(window)));
    }

    /** The window's net positions in canonical order, empty until netted. */
    public List<NetPosition> netPositionsOf(String window) {
        return netPositionsOf(RowScope.ALL, window);
    }

    /** The net positions that a reader may see: its own. */
    public List<NetPosition> netPositionsOf(RowScope scope, String window) {
        Condition within = scope.ofOperator("operator");
        return Rows.list(
                dataSource,
                row ->
                        new NetPosition(
                                Rows.text(row, "asset"),
                                Rows.text(row, "operator"),
                                row.getLong("minor")),
                "SELECT asset, operator, minor FROM net_position WHERE window_name = ?"
                        + within.sql()
                        + " ORDER BY ordinal",
                within.between(List.of(window)));
    }

    /** What remains per pair in canonical order, empty until netted. */
    public List<BilateralPosition> bilateralOf(String window) {
        return bilateralOf(RowScope.ALL, window);
    }

    /** What remains of the pairs that a reader may see: its own. */
    public List<BilateralPosition> bilateralOf(RowScope scope, String window) {
        Condition within = scope.ofPair("debtor", "creditor");
        return Rows.list(
                dataSource,
                row ->
                        new BilateralPosition(
                                Rows.text(row, "asset"),
                                Rows.text(row, "debtor"),
                                Rows.text(row, "creditor"),
                                row.getLong("minor")),
                "SELECT asset, debtor, creditor, minor FROM bilateral_net WHERE window_name = ?"
                        + within.sql()
                        + " ORDER BY ordinal",
                within.between(List.of(window)));
    }

    private static Window window(ResultSet row) throws SQLException {
        Long cutOff = Rows.nullableLong(row, "cut_off_epoch_nanos");
        return new Window(
                Rows.text(row, "window_name"),
                Rows.text(row, "settlement_model"),
                WindowState.valueOf(Rows.text(row, "state")),
                Rows.instant(row, "starts_at_epoch_nanos"),
                cutOff == null ? null : Rows.instant(cutOff),
                Rows.nullableLong(row, "last_sequence"),
                row.getLong("records"),
                Rows.longs(row, "tokens"),
                row.getString("merkle_root"),
                row.getInt("statements"),
                Rows.instant(row, "changed_epoch_nanos"),
                row.getLong("position"));
    }

    private List<WindowStatement> statements(String where, Object... parameters) {
        try (Connection connection = dataSource.getConnection()) {
            List<WindowStatement> heads =
                    Rows.list(connection, SettlementView::head, STATEMENT + where, parameters);
            Map<String, List<StatementLine>> lines = lines(connection, heads);
            return heads.stream().map(head -> withLines(head, lines)).toList();
        } catch (SQLException failure) {
            throw new DatabaseException("cannot read statements", failure);
        }
    }

    /** Lines by statement: inserted together with their statements, and never changed. */
    private static Map<String, List<StatementLine>> lines(
            Connection connection, List<WindowStatement> heads) throws SQLException {
        Object[] names = heads.stream().map(head -> head.statement.statement()).toArray();
        Map<String, List<StatementLine>> lines = new HashMap<>();
        Rows.list(
                connection,
                row ->
                        lines.computeIfAbsent(Rows.text(row, "statement"), _ -> new ArrayList<>())
                                .add(line(row)),
                "SELECT * FROM statement_line WHERE statement = ANY (?)"
                        + " ORDER BY statement, ordinal",
                connection.createArrayOf("text", names));
        return lines;
    }

    private static WindowStatement head(ResultSet row) throws SQLException {
        Statement statement =
                new Statement(
                        Rows.text(row, "statement"),
                        Rows.text(row, "home_operator"),
                        Rows.text(row, "serving_operator"),
                        Rows.text(row, "asset"),
                        row.getInt("minor_digits"),
                        List.of(),
                        Rows.pico(row, "exact"),
                        row.getLong("total"));
        return new WindowStatement(
                Rows.text(row, "window_name"),
                statement,
                row.getBoolean("issued"),
                row.getLong("position"));
    }

    private static WindowStatement withLines(
            WindowStatement row, Map<String, List<StatementLine>> lines) {
        Statement head = row.statement;
        Statement whole =
                new Statement(
                        head.statement(),
                        head.homeOperator(),
                        head.servingOperator(),
                        head.asset(),
                        head.minorDigits(),
                        lines.getOrDefault(head.statement(), List.of()),
                        head.exact(),
                        head.total());
        return new WindowStatement(row.window, whole, row.issued, row.position);
    }

    private static StatementLine line(ResultSet row) throws SQLException {
        return new StatementLine(
                Rows.text(row, "model"),
                Rows.text(row, "tariff"),
                row.getInt("tariff_version"),
                row.getLong("records"),
                Rows.longs(row, "tokens"),
                Rows.pico(row, "exact"),
                row.getLong("rounded"));
    }
}
