package tallystick.projections.usage;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import tallystick.domain.usage.TokenClass;
import tallystick.projections.fold.TokenSums;
import tallystick.projections.sql.ArraySql;
import tallystick.projections.sql.ArrayStatement;

/** The one row of totals. */
final class UsageTotalsRow {

    private static final String ADD_UP = addUpSql();

    private UsageTotalsRow() {}

    static void flush(
            Connection connection,
            UsageCube cube,
            long accepted,
            long suspended,
            long late,
            long roaming)
            throws SQLException {
        TokenSums tokens = cube.tokenTotals();
        try (ArrayStatement upsert = new ArrayStatement(connection, ADD_UP, 1)) {
            upsert.ints(_ -> 1)
                    .longs(_ -> accepted)
                    .longs(_ -> suspended)
                    .longs(_ -> late)
                    .longs(_ -> roaming);
            for (int c = 0; c < TokenClass.COUNT; c++) {
                int tokenClass = c;
                upsert.numbers(_ -> tokens.get(0, tokenClass));
            }
            upsert.execute();
        }
    }

    private static String addUpSql() {
        List<String> sums =
                new ArrayList<>(
                        List.of(
                                "accepted bigint",
                                "suspended bigint",
                                "late bigint",
                                "roaming bigint"));
        TokenSums.COLUMNS.forEach(name -> sums.add(name + " numeric"));
        return ArraySql.addUp("usage_totals", List.of("id int"), sums);
    }
}
