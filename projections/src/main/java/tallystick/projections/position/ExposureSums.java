package tallystick.projections.position;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import tallystick.domain.money.PicoArray;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageRecord;
import tallystick.projections.fold.PairIndex;
import tallystick.projections.fold.TokenSums;
import tallystick.projections.sql.ArraySql;
import tallystick.projections.sql.ArrayStatement;

/** Roaming usage per window, operator pair, model and inter-operator tariff version. */
final class ExposureSums {

    private static final String ADD_UP = addUpSql();

    /** What a slot is about, by the numbers and names its first record carries. */
    private record Line(int windowRef, int versionRef, String home, String serving, String model) {}

    private record Row(int slot, String window, TariffRef tariff, Line line) {}

    private static final Comparator<Row> BY_KEY =
            Comparator.comparing(Row::window)
                    .thenComparing(row -> row.line.home)
                    .thenComparing(row -> row.line.serving)
                    .thenComparing(row -> row.tariff.asset())
                    .thenComparing(row -> row.line.model)
                    .thenComparing(row -> row.tariff.tariff())
                    .thenComparingInt(row -> row.tariff.version());

    private final PairIndex index = new PairIndex();
    private final List<Line> lines = new ArrayList<>();
    private long[] records = new long[64];
    private final PicoArray exact = new PicoArray();
    private final TokenSums tokens = new TokenSums();

    void add(UsageRecord usage) {
        long first = (long) usage.windowRef << 32 | usage.modelRef;
        // Operators have twelve bits each, tariff versions 32.
        long second =
                ((long) usage.homeRef << 12 | usage.servingRef) << 32 | usage.wholesaleVersionRef;
        int slot = index.slotOf(first, second);
        if (slot == lines.size()) {
            addLine(usage);
        }
        records[slot]++;
        exact.add(slot, usage.wholesaleHi, usage.wholesaleLo);
        tokens.add(slot, usage);
    }

    private void addLine(UsageRecord usage) {
        if ((usage.windowRef | usage.modelRef | usage.homeRef | usage.servingRef) < 0) {
            throw new IllegalArgumentException("usage was accepted for a name without number");
        }
        if (lines.size() == records.length) {
            records = Arrays.copyOf(records, records.length * 2);
        }
        lines.add(
                new Line(
                        usage.windowRef,
                        usage.wholesaleVersionRef,
                        usage.homeOperator,
                        usage.servingOperator,
                        usage.model));
        exact.add();
        tokens.addRow();
    }

    /** Rows in order of key: the same order in every batch. */
    void flush(Connection connection, Numbered<TariffRef> tariffs, Numbered<String> windows)
            throws SQLException {
        List<Row> rows = new ArrayList<>();
        for (int slot = 0; slot < lines.size(); slot++) {
            Line line = lines.get(slot);
            rows.add(
                    new Row(slot, windows.get(line.windowRef), tariffs.get(line.versionRef), line));
        }
        rows.sort(BY_KEY);
        try (ArrayStatement upsert = new ArrayStatement(connection, ADD_UP, rows.size())) {
            bindKeys(upsert, rows);
            upsert.longs(i -> records[rows.get(i).slot]).numbers(i -> exact.get(rows.get(i).slot));
            for (int c = 0; c < TokenClass.COUNT; c++) {
                int tokenClass = c;
                upsert.numbers(i -> tokens.get(rows.get(i).slot, tokenClass));
            }
            upsert.execute();
        }
    }

    private static void bindKeys(ArrayStatement upsert, List<Row> rows) throws SQLException {
        upsert.texts(i -> rows.get(i).window)
                .texts(i -> rows.get(i).line.home)
                .texts(i -> rows.get(i).line.serving)
                .texts(i -> rows.get(i).tariff.asset())
                .texts(i -> rows.get(i).line.model)
                .texts(i -> rows.get(i).tariff.tariff())
                .ints(i -> rows.get(i).tariff.version());
    }

    private static String addUpSql() {
        List<String> sums = new ArrayList<>(List.of("records bigint", "exact numeric"));
        TokenSums.COLUMNS.forEach(name -> sums.add(name + " numeric"));
        return ArraySql.addUp(
                "bilateral_position",
                List.of(
                        "window_name text",
                        "home_operator text",
                        "serving_operator text",
                        "asset text",
                        "model text",
                        "tariff text",
                        "tariff_version int"),
                sums);
    }
}
