package tallystick.projections.usage;

import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tallystick.projections.fold.TokenSums;
import tallystick.projections.sql.Rows;

/** The columns of tables that count tokens per class. */
public final class TokenColumns {

    /** Their names, joined by commas. */
    public static final String NAMES = String.join(", ", TokenSums.COLUMNS);

    /** Their sums under the same names, joined by commas. */
    public static final String SUMS =
            TokenSums.COLUMNS.stream()
                    .map(name -> "sum(%s) AS %s".formatted(name, name))
                    .collect(Collectors.joining(", "));

    private TokenColumns() {}

    /** The counts of the current row. */
    public static TokenCounts read(ResultSet row) throws SQLException {
        List<BigInteger> counts = new ArrayList<>();
        for (String name : TokenSums.COLUMNS) {
            counts.add(Rows.whole(row, name));
        }
        return new TokenCounts(counts);
    }
}
