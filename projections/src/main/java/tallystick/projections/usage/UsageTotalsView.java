package tallystick.projections.usage;

import java.math.BigInteger;
import javax.sql.DataSource;
import tallystick.projections.sql.Unread;

/** What was recorded in all. */
public final class UsageTotalsView {

    /**
     * Counts over the whole journal.
     *
     * @param accepted records rated and posted
     * @param suspended records in the suspense register
     * @param late accepted records that ended in an earlier window
     * @param roaming accepted records served by another operator
     * @param tokens tokens of the accepted records
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

    public UsageTotalsView(DataSource dataSource) {}

    /** The totals; all zero before the first record. */
    public UsageTotals totals() {
        return Unread.answer(UsageTotalsView.class);
    }
}
