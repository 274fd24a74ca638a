package tallystick.projections.reference;

import java.sql.Connection;
import java.util.List;
import javax.sql.DataSource;
import tallystick.projections.Fold;
import tallystick.projections.JournalProjection;
import tallystick.projections.sql.Unread;

/** Reference data as registered. */
public final class ReferenceProjection extends JournalProjection {

    /** Name of the processing group and of its row of progress. */
    public static final String GROUP = "reference";

    /**
     * @param dataSource gives the connection of the current transaction
     */
    public ReferenceProjection(DataSource dataSource) {
        super(GROUP, dataSource);
    }

    @Override
    protected List<String> tables() {
        return Unread.answer(ReferenceProjection.class);
    }

    @Override
    protected void load(Connection connection) {
        Unread.answer(ReferenceProjection.class);
    }

    @Override
    protected Fold beginFold() {
        return Unread.answer(ReferenceProjection.class);
    }
}
