package tallystick.projections.position;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import tallystick.domain.LedgerEvent;
import tallystick.domain.LedgerEvent.Reference.TariffPublished;
import tallystick.domain.LedgerEvent.Settlement.WindowOpened;
import tallystick.projections.JournalProjection;
import tallystick.projections.fold.Fold;
import tallystick.projections.parking.Sequencing;
import tallystick.projections.sql.Rows;

/** Running exposure of roaming usage, per settlement window. */
public final class BilateralPositionProjection extends JournalProjection {

    /** Name of the processing group and of its row of progress. */
    public static final String GROUP = "position";

    private final Numbered<TariffRef> tariffs = new Numbered<>("tariff version");
    private final Numbered<String> windows = new Numbered<>("window");

    /**
     * @param dataSource gives the connection of the current transaction
     */
    public BilateralPositionProjection(DataSource dataSource) {
        super(GROUP, dataSource);
    }

    @Override
    public List<String> tables() {
        return List.of("position_tariff", "position_window", "bilateral_position");
    }

    @Override
    protected Sequencing sequencing() {
        return new PositionSequences();
    }

    @Override
    protected int[] counters() {
        return new int[] {tariffs.next(), windows.next()};
    }

    @Override
    protected int[] numbersOf(LedgerEvent event) {
        return switch (event) {
            case TariffPublished _ -> new int[] {1, 0};
            case WindowOpened _ -> new int[] {0, 1};
            default -> new int[2];
        };
    }

    @Override
    protected void skip(LedgerEvent event) {
        int[] taken = numbersOf(event);
        tariffs.skip(taken[0]);
        windows.skip(taken[1]);
    }

    @Override
    protected void load(Connection connection, int[] counters) throws SQLException {
        tariffs.restart(counters[0]);
        Rows.list(
                connection,
                row ->
                        tariffs.put(
                                row.getInt("version_ref"),
                                new TariffRef(
                                        Rows.text(row, "tariff"),
                                        row.getInt("tariff_version"),
                                        Rows.text(row, "asset"))),
                "SELECT version_ref, tariff, tariff_version, asset FROM position_tariff");
        windows.restart(counters[1]);
        Rows.list(
                connection,
                row -> windows.put(row.getInt("window_ref"), Rows.text(row, "window_name")),
                "SELECT window_ref, window_name FROM position_window");
    }

    @Override
    protected Fold beginFold() {
        return new PositionFold(tariffs, windows);
    }
}
