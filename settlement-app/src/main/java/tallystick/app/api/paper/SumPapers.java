package tallystick.app.api.paper;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tallystick.app.api.sums.WindowSums;
import tallystick.app.document.Fact;
import tallystick.app.document.Report;
import tallystick.app.document.Report.Column;
import tallystick.app.document.Report.Table;
import tallystick.domain.settlement.SumRoot;
import tallystick.projections.settlement.SettlementView.Window;
import tallystick.projections.settlement.StepName;
import tallystick.projections.settlement.TrailView;
import tallystick.projections.sql.RowScope;

/** The roots and totals of a sealed window's sum trees, as far as they are the reader's. */
@Component
final class SumPapers {

    private final WindowSums sums;
    private final TrailView trail;

    SumPapers(WindowSums sums, TrailView trail) {
        this.sums = sums;
        this.trail = trail;
    }

    @Nullable Report sums(PaperName name, Window window, RowScope rows) {
        TrailView.Step step = trail.step(window.window(), StepName.SEALED);
        if (step == null) {
            return null;
        }
        List<List<String>> cells = new ArrayList<>();
        for (SumRoot root : sums.roots(window, rows)) {
            cells.add(
                    List.of(
                            root.scope().kind().name().toLowerCase(Locale.ROOT),
                            root.scope().window(),
                            root.scope().asset(),
                            root.total().toDecimalString(),
                            Long.toString(root.leaves()),
                            root.hash().toHex(),
                            root.commitment().toHex()));
        }
        return new Report(
                "sum_trees",
                "Sum trees",
                name.toString(),
                window.window(),
                step.recordedAt(),
                List.of(
                        new Fact(
                                "merkle_root",
                                "Seal over the records",
                                String.valueOf(window.merkleRoot()))),
                List.of(
                        new Table(
                                "sums",
                                "Totals that each holder can find its amount in",
                                List.of(
                                        new Column("kind", "Kind", 1.1f, false),
                                        new Column("of", "Of", 2.2f, false),
                                        new Column("asset", "Asset", 0.8f, false),
                                        new Column("total", "Total", 2.2f, true),
                                        new Column("leaves", "Leaves", 0.9f, true),
                                        new Column("hash", "Hash", 2.6f, false),
                                        new Column("commitment", "Commitment", 2.6f, false)),
                                cells)));
    }
}
