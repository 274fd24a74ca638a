package tallystick.projections.reference;

import java.sql.Connection;
import java.util.List;
import javax.sql.DataSource;
import tallystick.projections.JournalProjection;
import tallystick.projections.fold.Fold;
import tallystick.projections.parking.Sequencing;

/** Reference data as registered: rows are added, never changed. Limits as last set. */
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
    public List<String> tables() {
        return List.of(
                "reference_operator",
                "reference_factory",
                "reference_model",
                "reference_tenant",
                "reference_tariff",
                "reference_tariff_price",
                "reference_agreement",
                "reference_wallet",
                "limit_quota",
                "limit_bilateral_cap",
                "limit_net_debit_cap");
    }

    @Override
    protected Sequencing sequencing() {
        return new ReferenceSequences();
    }

    @Override
    protected void load(Connection connection, int[] counters) {}

    @Override
    protected Fold beginFold() {
        return new ReferenceFold();
    }
}
