package tallystick.projections.position;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import tallystick.projections.JournalProjection;
import tallystick.projections.fold.Fold;
import tallystick.projections.sql.Rows;

/** Running exposure of roaming usage, per settlement window. */
public final class BilateralPositionProjection extends JournalProjection {

    /** Name of the processing group and of its row of progress. */
    public static final String GROUP = "position";

    private final List<TariffRef> tariffs = new ArrayList<>();
    private final List<String> windows = new ArrayList<>();

    /**
     * @param dataSource gives the connection of the current transaction
     */
    public BilateralPositionProjection(DataSource dataSource) {
        super(GROUP, dataSource);
    }

    @Override
    protected List<String> tables() {
        return List.of("position_tariff", "position_window", "bilateral_position");
    }

    @Override
    protected void load(Connection connection) throws SQLException {
        tariffs.clear();
        tariffs.addAll(
                Rows.list(
                        connection,
                        row ->
                                new TariffRef(
                                        Rows.text(row, "tariff"),
                                        row.getInt("tariff_version"),
                                        Rows.text(row, "asset")),
                        "SELECT tariff, tariff_version, asset FROM position_tariff"
                                + " ORDER BY version_ref"));
        windows.clear();
        windows.addAll(
                Rows.list(
                        connection,
                        row -> Rows.text(row, "window_name"),
                        "SELECT window_name FROM position_window ORDER BY window_ref"));
    }

    @Override
    protected Fold beginFold() {
        return new PositionFold(tariffs, windows);
    }
}
