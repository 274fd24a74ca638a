package tallystick.projections;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import tallystick.domain.LedgerEvent.Wallets.GrantVoided;
import tallystick.domain.money.Pico;
import tallystick.domain.rating.PriceLine;
import tallystick.domain.rating.TierPeriod;
import tallystick.domain.usage.TokenClass;
import tallystick.projections.reference.ReferenceView;
import tallystick.projections.sql.Rows;
import tallystick.projections.usage.UsageTotalsView;
import tallystick.projections.wallet.WalletBalanceProjection;
import tallystick.projections.wallet.WalletBalanceView;
import tallystick.projections.wallet.WalletBalanceView.GrantBalance;
import tallystick.projections.wallet.WalletBalanceView.WalletBalance;

/** A database that an earlier version filled goes on with what it says. */
class MigrationTest {

    private static final String VERSION_1 =
            """
            INSERT INTO wallet_tenant VALUES ('acme', 'op-kr');
            INSERT INTO wallet_balance VALUES (0, 'w-1', 'acme', 'op-kr', 'KRW', 900, 0, 50, 0, 7);
            INSERT INTO wallet_grant
                VALUES (0, 'g-1', 'w-1', 'KRW', 'PAID', 1, 1000, 900, 0, 9, 5, 7);
            INSERT INTO reference_tariff
                VALUES ('retail', 1, 'RETAIL', 'op-kr', 'KRW', 'UTC', 0, 3, 0, 2);
            INSERT INTO reference_tariff_price
                VALUES ('retail', 1, 0, 'small', 'output.text', '*', 44);
            INSERT INTO suspense_summary VALUES ('unknown-wallet', 2, 30);
            INSERT INTO usage_totals VALUES (1, 1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
            INSERT INTO projection_progress VALUES ('wallet', 7), ('usage', 7);
            INSERT INTO token_entry (processorName, segment) VALUES ('wallet', 0), ('usage', 0);
            """;

    private final DataSource database = TestDatabase.bare();

    MigrationTest() {
        Flyway.configure().dataSource(database).target("1").load().migrate();
        TestDatabase.execute(database, VERSION_1);
        Flyway.configure().dataSource(database).load().migrate();
    }

    @Test
    void whatVersion1SaidOfWalletsHoldsAndGoesOn() throws Exception {
        WalletBalanceView view = new WalletBalanceView(database);
        WalletBalance wallet = Objects.requireNonNull(view.find("w-1"));
        assertEquals(Pico.of(900), wallet.posted());
        assertNull(wallet.suspendedReason());
        assertNull(wallet.autoTopUp());
        assertEquals(List.of(), wallet.alertThresholds());
        GrantBalance grant = Objects.requireNonNull(view.grant("g-1"));
        assertEquals(List.of(), grant.appliesTo());
        assertNull(grant.rollover());

        Units units = new Units(database);
        units.handle(
                new WalletBalanceProjection(units.dataSource()),
                JournalDouble.message(new GrantVoided("g-1", Pico.of(200), "paid back"), 8, 8, 11));
        assertEquals(Pico.of(700), Objects.requireNonNull(view.find("w-1")).posted());
        assertEquals(Pico.of(700), Objects.requireNonNull(view.grant("g-1")).remaining());
    }

    @Test
    void tariffsOfVersion1AreFlat() {
        ReferenceView.TariffVersion tariff =
                Objects.requireNonNull(new ReferenceView(database).tariff("retail", 1));
        assertEquals(TierPeriod.MONTH, tariff.terms().tierPeriod());
        assertEquals(
                List.of(new PriceLine("small", TokenClass.OUTPUT_TEXT, PriceLine.ANY, 44)),
                tariff.terms().prices());
    }

    /** Counts alone cannot say which record leaves suspense, so usage is folded from the start. */
    @Test
    void usageStartsOver() {
        assertEquals(0, new UsageTotalsView(database).totals().suspended());
        assertEquals(Map.of("wallet", 7L), new ProgressView(database).positions());
        assertEquals(
                List.of("wallet"),
                Rows.list(
                        database,
                        row -> Rows.text(row, "processorName"),
                        "SELECT processorName FROM token_entry"));
    }
}
