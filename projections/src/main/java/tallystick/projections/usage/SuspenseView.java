package tallystick.projections.usage;

import java.math.BigInteger;
import java.util.List;
import javax.sql.DataSource;
import tallystick.domain.usage.SuspenseReason;
import tallystick.projections.sql.Unread;

/** The suspense register, summed. */
public final class SuspenseView {

    /** Suspended records of one reason. */
    public record SuspenseSummary(SuspenseReason reason, long records, BigInteger tokens) {}

    public SuspenseView(DataSource dataSource) {}

    /** One row per reason that has records, in order of precedence. */
    public List<SuspenseSummary> summary() {
        return Unread.answer(SuspenseView.class);
    }
}
