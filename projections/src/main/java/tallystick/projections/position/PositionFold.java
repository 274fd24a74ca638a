package tallystick.projections.position;

import java.sql.Connection;
import java.sql.SQLException;
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

    private final List<TariffRef> tariffs;
    private final List<String> windows;
    private final int knownTariffs;
    private final int knownWindows;
    private final ExposureSums exposures = new ExposureSums();

    /**
     * @param tariffs by number; grows
     * @param windows by number; grows
     */
    PositionFold(List<TariffRef> tariffs, List<String> windows) {
        this.tariffs = tariffs;
        this.windows = windows;
        this.knownTariffs = tariffs.size();
        this.knownWindows = windows.size();
    }

    @Override
    public void apply(LedgerEvent event, long firstPosition, long recordedEpochNanos) {
        switch (event) {
            case LedgerEvent.UsageRecorded usage -> use(usage.records());
            case TariffPublished published ->
                    tariffs.add(
                            new TariffRef(
                                    published.terms().tariff(),
                                    published.version(),
                                    published.terms().asset()));
            case LedgerEvent.Settlement.WindowOpened opened -> windows.add(opened.window());
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
        insertTariffs(connection, tariffs.subList(knownTariffs, tariffs.size()));
        insertWindows(connection, windows.subList(knownWindows, windows.size()));
        exposures.flush(connection, tariffs, windows);
    }

    private void insertTariffs(Connection connection, List<TariffRef> added) throws SQLException {
        try (ArrayStatement insert = new ArrayStatement(connection, INSERT_TARIFFS, added.size())) {
            insert.ints(i -> knownTariffs + i)
                    .texts(i -> added.get(i).tariff())
                    .ints(i -> added.get(i).version())
                    .texts(i -> added.get(i).asset())
                    .execute();
        }
    }

    private void insertWindows(Connection connection, List<String> added) throws SQLException {
        try (ArrayStatement insert = new ArrayStatement(connection, INSERT_WINDOWS, added.size())) {
            insert.ints(i -> knownWindows + i).texts(added::get).execute();
        }
    }
}
