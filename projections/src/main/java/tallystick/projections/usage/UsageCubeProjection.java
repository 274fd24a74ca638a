package tallystick.projections.usage;

import java.sql.Connection;
import java.util.List;
import javax.sql.DataSource;
import tallystick.projections.Fold;
import tallystick.projections.JournalProjection;
import tallystick.projections.sql.Unread;

/** The usage cube, totals and the suspense summary. */
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
    protected List<String> tables() {
        return Unread.answer(UsageCubeProjection.class);
    }

    @Override
    protected void load(Connection connection) {
        Unread.answer(UsageCubeProjection.class);
    }

    @Override
    protected Fold beginFold() {
        return Unread.answer(UsageCubeProjection.class);
    }
}
