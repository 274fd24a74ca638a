package tallystick.projections.usage;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import tallystick.domain.money.PicoArray;
import tallystick.domain.usage.SuspenseReason;
import tallystick.domain.usage.UsageRecord;
import tallystick.projections.sql.ArraySql;
import tallystick.projections.sql.ArrayStatement;

/** Suspended records and their tokens per reason. */
final class SuspenseCounts {

    private static final List<SuspenseReason> REASONS = List.of(SuspenseReason.values());

    private static final String ADD_UP =
            ArraySql.addUp(
                    "suspense_summary",
                    List.of("reason text"),
                    List.of("records bigint", "tokens numeric"));

    private final long[] records = new long[REASONS.size()];
    private final PicoArray tokens = new PicoArray();

    SuspenseCounts() {
        REASONS.forEach(_ -> tokens.add());
    }

    void add(UsageRecord usage) {
        int reason = usage.suspense.ordinal();
        records[reason]++;
        tokens.add(reason, 0, usage.totalTokens());
    }

    /** Records over all reasons. */
    long records() {
        long sum = 0;
        for (long count : records) {
            sum += count;
        }
        return sum;
    }

    void flush(Connection connection) throws SQLException {
        List<SuspenseReason> rows =
                REASONS.stream().filter(reason -> records[reason.ordinal()] > 0).toList();
        try (ArrayStatement upsert = new ArrayStatement(connection, ADD_UP, rows.size())) {
            upsert.texts(i -> rows.get(i).wireName())
                    .longs(i -> records[rows.get(i).ordinal()])
                    .numbers(i -> tokens.get(rows.get(i).ordinal()))
                    .execute();
        }
    }
}
