package tallystick.projections.position;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import tallystick.domain.LedgerEvent;
import tallystick.domain.LedgerEvent.Reference.TariffPublished;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;
import tallystick.projections.fold.Fold;
import tallystick.projections.sql.ArraySql;
import tallystick.projections.sql.ArrayStatement;

/** What one unit of work adds to the exposures; new tariff versions and windows are noted. */
final class PositionFold implements Fold {

    private static final String INSERT_TARIFFS =
            ArraySql.insert(
                    "position_tariff",
                    List.of("version_ref int", "tariff text", "tariff_version int", "asset text"));

    private static final String INSERT_WINDOWS =
            ArraySql.insert("position_window", List.of("window_ref int", "window_name text"));

    private final Numbered<TariffRef> tariffs;
    private final Numbered<String> windows;
    private final List<Integer> newTariffs = new ArrayList<>();
    private final List<Integer> newWindows = new ArrayList<>();
    private final ExposureSums exposures = new ExposureSums();

    /**
     * @param tariffs by number; grows
     * @param windows by number; grows
     */
    PositionFold(Numbered<TariffRef> tariffs, Numbered<String> windows) {
        this.tariffs = tariffs;
        this.windows = windows;
    }

    @Override
    public void apply(LedgerEvent event, long firstPosition, long recordedEpochNanos) {
        switch (event) {
            case LedgerEvent.UsageRecorded usage -> use(usage.records());
            case TariffPublished published ->
                    newTariffs.add(
                            tariffs.add(
                                    new TariffRef(
                                            published.terms().tariff(),
                                            published.version(),
                                            published.terms().asset())));
            case LedgerEvent.Settlement.WindowOpened opened ->
                    newWindows.add(windows.add(opened.window()));
            case LedgerEvent.Reference _,
                    LedgerEvent.Wallets _,
                    LedgerEvent.Holds _,
                    LedgerEvent.Quotas _,
                    LedgerEvent.Caps _,
                    LedgerEvent.Rerating _,
                    LedgerEvent.Settlement _,
                    LedgerEvent.RequestAnswered _ -> {}
        }
    }

    private void use(List<UsageRecord> records) {
        for (UsageRecord usage : records) {
            if (usage.status == UsageStatus.ACCEPTED && usage.isRoaming()) {
                exposures.add(usage);
            }
        }
    }

    @Override
    public void flush(Connection connection) throws SQLException {
        insertTariffs(connection);
        insertWindows(connection);
        exposures.flush(connection, tariffs, windows);
    }

    private void insertTariffs(Connection connection) throws SQLException {
        try (ArrayStatement insert =
                new ArrayStatement(connection, INSERT_TARIFFS, newTariffs.size())) {
            insert.ints(newTariffs::get)
                    .texts(i -> tariffs.get(newTariffs.get(i)).tariff())
                    .ints(i -> tariffs.get(newTariffs.get(i)).version())
                    .texts(i -> tariffs.get(newTariffs.get(i)).asset())
                    .execute();
        }
    }

    private void insertWindows(Connection connection) throws SQLException {
        try (ArrayStatement insert =
                new ArrayStatement(connection, INSERT_WINDOWS, newWindows.size())) {
            insert.ints(newWindows::get).texts(i -> windows.get(newWindows.get(i))).execute();
        }
    }
}
