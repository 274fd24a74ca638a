package tallystick.projections.usage;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import tallystick.domain.money.PicoArray;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageKind;
import tallystick.domain.usage.UsageRecord;
import tallystick.projections.fold.PairIndex;
import tallystick.projections.fold.TokenSums;
import tallystick.projections.sql.ArraySql;
import tallystick.projections.sql.ArrayStatement;

/**
 * Charged usage per wallet, model and hour of the end of usage. A sender's record counts as a
 * record once, out of suspense too; what corrects, voids or re-prices one is an adjustment: it
 * changes tokens and amount, of the hour in which it says the usage ended.
 */
final class UsageCube {

    private static final long NANOS_PER_HOUR = 3_600_000_000_000L;

    private static final String ADD_UP = addUpSql();

    /** A cell's key: wallet, hour and model. */
    private record Cell(String wallet, long hour, String model) {}

    private static final Comparator<Cell> BY_KEY =
            Comparator.comparing(Cell::wallet)
                    .thenComparingLong(Cell::hour)
                    .thenComparing(Cell::model);

    private final PairIndex index = new PairIndex();
    private final List<Cell> cells = new ArrayList<>();
    private long[] records = new long[64];
    private long[] adjustments = new long[64];
    private final PicoArray retail = new PicoArray();
    private final TokenSums tokens = new TokenSums();

    /** Hours since 1970 of a time in nanoseconds since 1970. */
    static long hourOf(long epochNanos) {
        return Math.floorDiv(epochNanos, NANOS_PER_HOUR);
    }

    void add(UsageRecord usage) {
        long hour = hourOf(usage.endedEpochNanos);
        int slot = index.slotOf((long) usage.walletRef << 32 | usage.modelRef, hour);
        if (slot == cells.size()) {
            addCell(usage, hour);
        }
        if (usage.kind == UsageKind.RECORDED) {
            records[slot]++;
        } else {
            adjustments[slot]++;
        }
        retail.add(slot, usage.retailHi, usage.retailLo);
        tokens.add(slot, usage);
    }

    private void addCell(UsageRecord usage, long hour) {
        if (usage.walletRef < 0 || usage.modelRef < 0) {
            throw new IllegalArgumentException("usage was accepted for a name without number");
        }
        if (cells.size() == records.length) {
            records = Arrays.copyOf(records, records.length * 2);
            adjustments = Arrays.copyOf(adjustments, adjustments.length * 2);
        }
        cells.add(new Cell(usage.wallet, hour, usage.model));
        retail.add();
        tokens.addRow();
    }

    /** Tokens over all cells, as one row. */
    TokenSums tokenTotals() {
        TokenSums totals = new TokenSums();
        totals.addRow();
        for (int slot = 0; slot < cells.size(); slot++) {
            totals.add(0, tokens, slot);
        }
        return totals;
    }

    /** Rows in order of key: the same order in every batch. */
    void flush(Connection connection) throws SQLException {
        Integer[] order = new Integer[cells.size()];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparing(cells::get, BY_KEY));
        try (ArrayStatement upsert = new ArrayStatement(connection, ADD_UP, order.length)) {
            upsert.texts(i -> cells.get(order[i]).wallet())
                    .longs(i -> cells.get(order[i]).hour())
                    .texts(i -> cells.get(order[i]).model())
                    .longs(i -> records[order[i]])
                    .longs(i -> adjustments[order[i]])
                    .numbers(i -> retail.get(order[i]));
            for (int c = 0; c < TokenClass.COUNT; c++) {
                int tokenClass = c;
                upsert.numbers(i -> tokens.get(order[i], tokenClass));
            }
            upsert.execute();
        }
    }

    private static String addUpSql() {
        List<String> sums =
                new ArrayList<>(List.of("records bigint", "adjustments bigint", "retail numeric"));
        TokenSums.COLUMNS.forEach(name -> sums.add(name + " numeric"));
        return ArraySql.addUp(
                "usage_cube",
                List.of("wallet text", "hour_epoch_hours bigint", "model text"),
                sums);
    }
}
