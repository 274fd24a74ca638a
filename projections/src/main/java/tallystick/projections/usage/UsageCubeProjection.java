package tallystick.projections.usage;

import java.sql.Connection;
import java.util.List;
import javax.sql.DataSource;
import tallystick.projections.JournalProjection;
import tallystick.projections.fold.Fold;
import tallystick.projections.parking.Sequencing;

/** The usage cube, the totals, the suspense register and who released from it. */
public final class UsageCubeProjection extends JournalProjection {

    /** Name of the processing group and of its row of progress. */
    public static final String GROUP = "usage";

    /**
     * @param dataSource gives the connection of the current transaction
     */
    public UsageCubeProjection(DataSource dataSource) {
        super(GROUP, dataSource);
    }

    @Override
    public List<String> tables() {
        return List.of(
                "usage_cube",
                "usage_totals",
                "suspense_summary",
                "suspense_record",
                "suspense_release");
    }

    @Override
    protected Sequencing sequencing() {
        return new UsageSequences();
    }

    @Override
    protected void load(Connection connection, int[] counters) {}

    @Override
    protected Fold beginFold() {
        return new UsageFold();
    }
}
