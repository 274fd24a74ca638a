package tallystick.projections;

import java.util.List;
import javax.sql.DataSource;
import org.axonframework.eventhandling.tokenstore.jdbc.TokenSchema;
import tallystick.projections.position.BilateralPositionProjection;
import tallystick.projections.reference.ReferenceProjection;
import tallystick.projections.settlement.SettlementProjection;
import tallystick.projections.usage.UsageCubeProjection;
import tallystick.projections.wallet.WalletBalanceProjection;

/**
 * The module's wiring: every projection, each a processing group of its own with exactly one
 * segment, and where Axon keeps its place.
 */
public final class Projections {

    private Projections() {}

    /**
     * One of each.
     *
     * @param dataSource transaction-aware: {@code getConnection} gives the connection of the
     *     current transaction and closing it is harmless
     */
    public static List<JournalProjection> all(DataSource dataSource) {
        return List.of(
                new ReferenceProjection(dataSource),
                new WalletBalanceProjection(dataSource),
                new UsageCubeProjection(dataSource),
                new BilateralPositionProjection(dataSource),
                new SettlementProjection(dataSource));
    }

    /** Axon's token table as the migrations make it. */
    public static TokenSchema tokenSchema() {
        return TokenSchema.builder().setTokenTable("token_entry").build();
    }
}
