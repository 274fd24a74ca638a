package tallystick.projections.position;

import java.sql.Connection;
import java.util.List;
import javax.sql.DataSource;
import tallystick.projections.Fold;
import tallystick.projections.JournalProjection;
import tallystick.projections.sql.Unread;

/** Running exposure of roaming usage per settlement window. */
public final class BilateralPositionProjection extends JournalProjection {

    /** Name of the processing group and of its row of progress. */
    public static final String GROUP = "position";

    /**
     * @param dataSource gives the connection of the current transaction
     */
    public BilateralPositionProjection(DataSource dataSource) {
        super(GROUP, dataSource);
    }

    @Override
    protected List<String> tables() {
        return Unread.answer(BilateralPositionProjection.class);
    }

    @Override
    protected void load(Connection connection) {
        Unread.answer(BilateralPositionProjection.class);
    }

    @Override
    protected Fold beginFold() {
        return Unread.answer(BilateralPositionProjection.class);
    }
}
