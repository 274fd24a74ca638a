package tallystick.projections.usage;

import java.math.BigInteger;
import javax.sql.DataSource;
import tallystick.projections.sql.Rows;

/** What was recorded in all. */
public final class UsageTotalsView {

    /**
     * Counts over the whole journal.
     *
     * @param accepted records posted; corrections, voids and re-pricings are records too
     * @param suspended records that wait in the suspense register now
     * @param late accepted records that ended in an earlier window
     * @param roaming accepted records served by another operator
     * @param tokens what the accepted records add to the books
     */
    public record UsageTotals(
            long accepted, long suspended, long late, long roaming, TokenCounts tokens) {

        /** Prompt tokens of the accepted records. */
        public BigInteger tokensIn() {
            return tokens.input();
        }

        /** Generated tokens of the accepted records. */
        public BigInteger tokensOut() {
            return tokens.output();
        }
    }

    private final DataSource dataSource;

    public UsageTotalsView(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** The totals; all zero before the first record. */
    public UsageTotals totals() {
        UsageTotals totals =
                Rows.first(
                        dataSource,
                        row ->
                                new UsageTotals(
                                        row.getLong("accepted"),
                                        row.getLong("suspended"),
                                        row.getLong("late"),
                                        row.getLong("roaming"),
                                        TokenColumns.read(row)),
                        "SELECT * FROM usage_totals");
        return totals == null ? new UsageTotals(0, 0, 0, 0, TokenCounts.ZERO) : totals;
    }
}
