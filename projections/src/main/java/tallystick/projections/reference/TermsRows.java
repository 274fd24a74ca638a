package tallystick.projections.reference;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import tallystick.domain.AgreementTerms;
import tallystick.domain.LedgerEvent.Reference.AgreementConcluded;
import tallystick.domain.LedgerEvent.Reference.TariffPublished;
import tallystick.domain.LedgerEvent.Wallets.WalletOpened;
import tallystick.domain.WalletTerms;
import tallystick.domain.rating.PriceLine;
import tallystick.domain.rating.PriceTier;
import tallystick.domain.rating.TariffTerms;
import tallystick.projections.sql.ArrayStatement;

/** Writes what was agreed: tariffs with their prices, agreements, wallets. */
final class TermsRows {

    private static final String TARIFFS =
            MemberRows.insert(
                    "reference_tariff",
                    "tariff text",
                    "tariff_version int",
                    "kind text",
                    "operator text",
                    "asset text",
                    "zone text",
                    "effective_from_epoch_nanos bigint",
                    "minimum_charge numeric",
                    "tier_period text");

    /** Arrays of arrays do not unnest by row, so a line's tiers travel joined by commas. */
    private static final String PRICES =
            """
            INSERT INTO reference_tariff_price
                (tariff, tariff_version, ordinal, model, token_class, jurisdiction,
                 price_pico_per_token, tier_mode, tier_from_tokens, tier_price_pico_per_token)
            SELECT d.tariff, d.tariff_version, d.ordinal, d.model, d.token_class, d.jurisdiction,
                d.price, d.tier_mode, string_to_array(d.tier_from, ',')::bigint[],
                string_to_array(d.tier_price, ',')::bigint[]
            FROM unnest(?::text[], ?::int[], ?::int[], ?::text[], ?::text[], ?::text[],
                    ?::bigint[], ?::text[], ?::text[], ?::text[])
                AS d(tariff, tariff_version, ordinal, model, token_class, jurisdiction, price,
                    tier_mode, tier_from, tier_price)
            """;

    private static final String AGREEMENTS =
            MemberRows.insert(
                    "reference_agreement",
                    "agreement text",
                    "agreement_version int",
                    "home_operator text",
                    "serving_operator text",
                    "inter_operator_tariff text",
                    "settlement_model text",
                    "effective_from_epoch_nanos bigint");

    /** The jurisdictions travel joined by commas. */
    private static final String WALLETS =
            """
            INSERT INTO reference_wallet
                (wallet, tenant, asset, tariff, overdraft_limit, allowed_jurisdictions,
                 recorded_epoch_nanos, position)
            SELECT d.wallet, d.tenant, d.asset, d.tariff, d.overdraft_limit,
                string_to_array(d.allowed, ','), d.recorded_epoch_nanos, d.position
            FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::numeric[], ?::text[],
                    ?::bigint[], ?::bigint[])
                AS d(wallet, tenant, asset, tariff, overdraft_limit, allowed,
                    recorded_epoch_nanos, position)
            """;

    private record Price(String tariff, int version, int ordinal, PriceLine line) {

        String ofTiers(ToLongFunction<PriceTier> value) {
            return line.tiers().stream()
                    .map(tier -> String.valueOf(value.applyAsLong(tier)))
                    .collect(Collectors.joining(","));
        }
    }

    private TermsRows() {}

    static void insertTariffs(Connection connection, RegisteredRows<TariffPublished> rows)
            throws SQLException {
        try (ArrayStatement insert = new ArrayStatement(connection, TARIFFS, rows.size())) {
            insert.texts(i -> rows.get(i).terms().tariff())
                    .ints(i -> rows.get(i).version())
                    .texts(i -> rows.get(i).terms().kind().name())
                    .texts(i -> rows.get(i).terms().operator())
                    .texts(i -> rows.get(i).terms().asset())
                    .texts(i -> rows.get(i).terms().zone())
                    .longs(i -> rows.get(i).terms().effectiveFromEpochNanos())
                    .numbers(i -> rows.get(i).terms().minimumCharge())
                    .texts(i -> rows.get(i).terms().tierPeriod().name());
            rows.executeRecorded(insert);
        }
        insertPrices(connection, rows);
    }

    private static void insertPrices(Connection connection, RegisteredRows<TariffPublished> rows)
            throws SQLException {
        List<Price> prices = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            TariffTerms terms = rows.get(i).terms();
            for (int line = 0; line < terms.prices().size(); line++) {
                prices.add(
                        new Price(
                                terms.tariff(),
                                rows.get(i).version(),
                                line,
                                terms.prices().get(line)));
            }
        }
        try (ArrayStatement insert = new ArrayStatement(connection, PRICES, prices.size())) {
            insert.texts(i -> prices.get(i).tariff)
                    .ints(i -> prices.get(i).version)
                    .ints(i -> prices.get(i).ordinal)
                    .texts(i -> prices.get(i).line.model())
                    .texts(i -> prices.get(i).line.tokenClass().wireName())
                    .texts(i -> prices.get(i).line.jurisdiction())
                    .longs(i -> prices.get(i).line.pricePicoPerToken())
                    .texts(i -> prices.get(i).line.tierMode().name())
                    .texts(i -> prices.get(i).ofTiers(PriceTier::fromTokens))
                    .texts(i -> prices.get(i).ofTiers(PriceTier::pricePicoPerToken))
                    .execute();
        }
    }

    static void insertAgreements(Connection connection, RegisteredRows<AgreementConcluded> rows)
            throws SQLException {
        try (ArrayStatement insert = new ArrayStatement(connection, AGREEMENTS, rows.size())) {
            insert.texts(i -> agreement(rows, i).agreement())
                    .ints(i -> rows.get(i).version())
                    .texts(i -> agreement(rows, i).homeOperator())
                    .texts(i -> agreement(rows, i).servingOperator())
                    .texts(i -> agreement(rows, i).interOperatorTariff())
                    .texts(i -> agreement(rows, i).settlementModel())
                    .longs(i -> agreement(rows, i).effectiveFromEpochNanos());
            rows.executeRecorded(insert);
        }
    }

    private static AgreementTerms agreement(RegisteredRows<AgreementConcluded> rows, int index) {
        return rows.get(index).terms();
    }

    static void insertWallets(Connection connection, RegisteredRows<WalletOpened> rows)
            throws SQLException {
        try (ArrayStatement insert = new ArrayStatement(connection, WALLETS, rows.size())) {
            insert.texts(i -> wallet(rows, i).wallet())
                    .texts(i -> wallet(rows, i).tenant())
                    .texts(i -> wallet(rows, i).asset())
                    .texts(i -> wallet(rows, i).tariff())
                    .numbers(i -> wallet(rows, i).overdraftLimit())
                    .texts(i -> String.join(",", wallet(rows, i).allowedJurisdictions()));
            rows.executeRecorded(insert);
        }
    }

    private static WalletTerms wallet(RegisteredRows<WalletOpened> rows, int index) {
        return rows.get(index).terms();
    }
}
