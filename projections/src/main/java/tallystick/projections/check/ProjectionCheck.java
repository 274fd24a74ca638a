package tallystick.projections.check;

import java.util.List;
import java.util.SortedMap;
import javax.sql.DataSource;
import tallystick.domain.LedgerEvent;
import tallystick.projections.sql.Unread;

/** Folds the journal anew, naively, and says where the tables differ from it. */
public final class ProjectionCheck {

    /**
     * An event of the journal.
     *
     * @param firstPosition position of the event, of the first record for a run of usage
     * @param recordedEpochNanos when it was recorded, nanoseconds since 1970
     */
    public record Entry(long firstPosition, long recordedEpochNanos, LedgerEvent event) {}

    /**
     * A value that is not what the journal says.
     *
     * @param table the table
     * @param key the row's key, its columns joined by {@code |}
     * @param column the column; empty when a whole row is missing or too many
     * @param expected what the journal says; empty for no row
     * @param actual what the table says; empty for no row
     */
    public record Difference(
            String table, String key, String column, String expected, String actual) {}

    /**
     * What a check found.
     *
     * @param positions how far each projection was checked
     * @param rows rows compared
     * @param differences empty when the tables are right
     */
    public record Result(
            SortedMap<String, Long> positions, long rows, List<Difference> differences) {}

    public ProjectionCheck(DataSource dataSource) {}

    /**
     * Compares every table, each at its own projection's position, in one snapshot of the database.
     *
     * @param journal every ledger event from position 0 on, in order; application messages left out
     */
    public Result compare(Iterable<Entry> journal) {
        return Unread.answer(ProjectionCheck.class);
    }
}
