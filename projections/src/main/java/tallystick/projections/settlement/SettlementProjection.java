package tallystick.projections.settlement;

import java.sql.Connection;
import java.util.List;
import javax.sql.DataSource;
import tallystick.projections.JournalProjection;
import tallystick.projections.fold.Fold;
import tallystick.projections.parking.Sequencing;

/** Settlement windows, statements and net positions, as journaled. */
public final class SettlementProjection extends JournalProjection {

    /** Name of the processing group and of its row of progress. */
    public static final String GROUP = "settlement";

    /**
     * @param dataSource gives the connection of the current transaction
     */
    public SettlementProjection(DataSource dataSource) {
        super(GROUP, dataSource);
    }

    @Override
    public List<String> tables() {
        return List.of(
                "settlement_window",
                "statement",
                "statement_line",
                "net_position",
                "bilateral_net",
                "closing_window",
                "closing_side",
                "closing_act",
                "closing_pay_in",
                "closing_leg",
                "closing_entry",
                "dispute",
                "dispute_line",
                "dispute_step",
                "missed_pay_in",
                "missed_amount",
                "collateral",
                "collateral_entry",
                "recast_position",
                "settlement_model",
                "window_schedule",
                "settlement_batch",
                "window_step");
    }

    @Override
    protected Sequencing sequencing() {
        return new SettlementSequences();
    }

    @Override
    protected void load(Connection connection, int[] counters) {}

    @Override
    protected Fold beginFold() {
        return new SettlementFold();
    }
}
