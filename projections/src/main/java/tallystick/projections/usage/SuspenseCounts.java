package tallystick.projections.usage;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import tallystick.domain.money.Pico;
import tallystick.domain.money.PicoArray;
import tallystick.domain.usage.SuspenseReason;
import tallystick.domain.usage.UsageRecord;
import tallystick.projections.sql.ArraySql;
import tallystick.projections.sql.ArrayStatement;

/** By how much the records in suspense and their tokens change, per reason. */
final class SuspenseCounts {

    private static final List<SuspenseReason> REASONS = List.of(SuspenseReason.values());

    private static final String ADD_UP =
            ArraySql.addUp(
                    "suspense_summary",
                    List.of("reason text"),
                    List.of("records bigint", "tokens numeric"));

    private final boolean[] touched = new boolean[REASONS.size()];
    private final long[] records = new long[REASONS.size()];
    private final PicoArray tokens = new PicoArray();

    SuspenseCounts() {
        REASONS.forEach(_ -> tokens.add());
    }

    void add(UsageRecord usage) {
        int reason = usage.suspense.ordinal();
        touched[reason] = true;
        records[reason]++;
        tokens.add(reason, 0, usage.totalTokens());
    }

    /** Takes a record out that was settled. */
    void remove(SuspenseReason of, Pico tokensOfRecord) {
        int reason = of.ordinal();
        touched[reason] = true;
        records[reason]--;
        tokens.subtract(reason, tokensOfRecord.hi(), tokensOfRecord.lo());
    }

    /** By how many the records of all reasons change. */
    long records() {
        long sum = 0;
        for (long count : records) {
            sum += count;
        }
        return sum;
    }

    void flush(Connection connection) throws SQLException {
        List<SuspenseReason> rows =
                REASONS.stream().filter(reason -> touched[reason.ordinal()]).toList();
        try (ArrayStatement upsert = new ArrayStatement(connection, ADD_UP, rows.size())) {
            upsert.texts(i -> rows.get(i).wireName())
                    .longs(i -> records[rows.get(i).ordinal()])
                    .numbers(i -> tokens.get(rows.get(i).ordinal()))
                    .execute();
        }
    }
}
