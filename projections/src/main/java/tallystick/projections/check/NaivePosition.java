package tallystick.projections.check;

import java.util.ArrayList;
import java.util.List;
import tallystick.domain.LedgerEvent;
import tallystick.domain.LedgerEvent.Reference.TariffPublished;
import tallystick.domain.LedgerEvent.Settlement.WindowOpened;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;
import tallystick.projections.position.BilateralPositionProjection;

/** Roaming usage, record by record; tariff versions and windows by order of publication. */
final class NaivePosition implements NaiveFold {

    private final NaiveTable tariffs = new NaiveTable("position_tariff", "version_ref");
    private final NaiveTable windows = new NaiveTable("position_window", "window_ref");
    private final NaiveTable positions =
            new NaiveTable(
                    "bilateral_position",
                    "window_name",
                    "home_operator",
                    "serving_operator",
                    "asset",
                    "model",
                    "tariff",
                    "tariff_version");
    private final List<TariffPublished> published = new ArrayList<>();
    private final List<String> windowNames = new ArrayList<>();

    @Override
    public String projection() {
        return BilateralPositionProjection.GROUP;
    }

    @Override
    public List<NaiveTable> tables() {
        return List.of(tariffs, windows, positions);
    }

    @Override
    public void use(UsageRecord usage, long position) {
        if (usage.status != UsageStatus.ACCEPTED || !usage.isRoaming()) {
            return;
        }
        TariffPublished tariff = published.get(usage.wholesaleVersionRef);
        positions
                .row(
                        windowNames.get(usage.windowRef),
                        usage.homeOperator,
                        usage.servingOperator,
                        tariff.terms().asset(),
                        usage.model,
                        tariff.terms().tariff(),
                        tariff.version())
                .add("records", 1)
                .add("exact", usage.wholesale().toBigInteger())
                .addTokens(usage);
    }

    @Override
    public void apply(LedgerEvent event, long position, long recordedEpochNanos) {
        if (event instanceof TariffPublished tariff) {
            tariffs.row(published.size())
                    .set("tariff", tariff.terms().tariff())
                    .set("tariff_version", tariff.version())
                    .set("asset", tariff.terms().asset());
            published.add(tariff);
        } else if (event instanceof WindowOpened opened) {
            windows.row(windowNames.size()).set("window_name", opened.window());
            windowNames.add(opened.window());
        }
    }
}
