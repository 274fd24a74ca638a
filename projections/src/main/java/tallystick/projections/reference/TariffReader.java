package tallystick.projections.reference;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import tallystick.domain.rating.PriceLine;
import tallystick.domain.rating.PriceTier;
import tallystick.domain.rating.TariffKind;
import tallystick.domain.rating.TariffTerms;
import tallystick.domain.rating.TierMode;
import tallystick.domain.rating.TierPeriod;
import tallystick.domain.usage.TokenClass;
import tallystick.projections.reference.ReferenceView.TariffVersion;
import tallystick.projections.sql.DatabaseException;
import tallystick.projections.sql.RowScope;
import tallystick.projections.sql.RowScope.Condition;
import tallystick.projections.sql.Rows;

/** Reads tariff versions together with their price lines. */
final class TariffReader {

    private static final String PRICES =
            """
            SELECT p.* FROM reference_tariff_price p
            JOIN unnest(?::text[], ?::int[]) AS d(tariff, tariff_version)
            USING (tariff, tariff_version)
            ORDER BY p.tariff, p.tariff_version, p.ordinal
            """;

    private record Key(String tariff, int version) {}

    private final DataSource dataSource;

    TariffReader(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    List<TariffVersion> newest(RowScope scope, String after, int limit) {
        Condition within = visible(scope);
        return read(
                "SELECT DISTINCT ON (tariff) * FROM reference_tariff WHERE tariff > ?"
                        + within.sql()
                        + " ORDER BY tariff, tariff_version DESC LIMIT ?",
                within.between(List.of(after), limit));
    }

    List<TariffVersion> versions(RowScope scope, String tariff) {
        Condition within = visible(scope);
        return read(
                "SELECT * FROM reference_tariff WHERE tariff = ?"
                        + within.sql()
                        + " ORDER BY tariff_version",
                within.between(List.of(tariff)));
    }

    /**
     * An operator's own tariffs, and those of its agreements; a tenant's the retail ones of its
     * operator.
     */
    private static Condition visible(RowScope scope) {
        Condition own = scope.ofOperator("operator");
        if (!scope.isNarrow()) {
            return own;
        }
        if (scope.tenant() != null) {
            return new Condition(own.sql() + " AND kind = 'RETAIL'", own.parameters());
        }
        Condition party = scope.ofPair("a.home_operator", "a.serving_operator");
        List<Object> parameters = new ArrayList<>(own.parameters());
        parameters.addAll(party.parameters());
        return new Condition(
                " AND ("
                        + own.sql().replaceFirst(" AND ", "")
                        + " OR tariff IN (SELECT a.inter_operator_tariff FROM reference_agreement a"
                        + " WHERE true"
                        + party.sql()
                        + "))",
                parameters);
    }

    List<TariffVersion> versions(String tariff) {
        return read(
                "SELECT * FROM reference_tariff WHERE tariff = ? ORDER BY tariff_version", tariff);
    }

    @Nullable TariffVersion version(String tariff, int version) {
        List<TariffVersion> rows =
                read(
                        "SELECT * FROM reference_tariff WHERE tariff = ? AND tariff_version = ?",
                        tariff,
                        version);
        return rows.isEmpty() ? null : rows.get(0);
    }

    private List<TariffVersion> read(String sql, Object... parameters) {
        try (Connection connection = dataSource.getConnection()) {
            List<TariffVersion> heads =
                    Rows.list(connection, row -> version(row, List.of()), sql, parameters);
            Map<Key, List<PriceLine>> prices = prices(connection, heads);
            return heads.stream().map(head -> withPrices(head, prices)).toList();
        } catch (SQLException failure) {
            throw new DatabaseException("cannot read tariffs", failure);
        }
    }

    /** Prices by version: inserted together with it, and never changed. */
    private static Map<Key, List<PriceLine>> prices(
            Connection connection, List<TariffVersion> heads) throws SQLException {
        Object[] tariffs = heads.stream().map(head -> head.terms().tariff()).toArray();
        Object[] versions = heads.stream().map(TariffVersion::version).toArray();
        Map<Key, List<PriceLine>> prices = new HashMap<>();
        Rows.list(
                connection,
                row -> prices.computeIfAbsent(key(row), _ -> new ArrayList<>()).add(price(row)),
                PRICES,
                connection.createArrayOf("text", tariffs),
                connection.createArrayOf("int4", versions));
        return prices;
    }

    private static Key key(ResultSet row) throws SQLException {
        return new Key(Rows.text(row, "tariff"), row.getInt("tariff_version"));
    }

    private static PriceLine price(ResultSet row) throws SQLException {
        return new PriceLine(
                Rows.text(row, "model"),
                TokenClass.ofWireName(Rows.text(row, "token_class")),
                Rows.text(row, "jurisdiction"),
                row.getLong("price_pico_per_token"),
                TierMode.valueOf(Rows.text(row, "tier_mode")),
                tiers(
                        Rows.longs(row, "tier_from_tokens"),
                        Rows.longs(row, "tier_price_pico_per_token")));
    }

    private static List<PriceTier> tiers(List<Long> fromTokens, List<Long> prices) {
        List<PriceTier> tiers = new ArrayList<>();
        for (int i = 0; i < fromTokens.size(); i++) {
            tiers.add(new PriceTier(fromTokens.get(i), prices.get(i)));
        }
        return tiers;
    }

    private static TariffVersion version(ResultSet row, List<PriceLine> prices)
            throws SQLException {
        TariffTerms terms =
                new TariffTerms(
                        Rows.text(row, "tariff"),
                        TariffKind.valueOf(Rows.text(row, "kind")),
                        Rows.text(row, "operator"),
                        Rows.text(row, "asset"),
                        Rows.text(row, "zone"),
                        row.getLong("effective_from_epoch_nanos"),
                        Rows.pico(row, "minimum_charge"),
                        TierPeriod.valueOf(Rows.text(row, "tier_period")),
                        prices);
        return new TariffVersion(
                terms,
                row.getInt("tariff_version"),
                Rows.instant(row, "recorded_epoch_nanos"),
                row.getLong("position"));
    }

    private static TariffVersion withPrices(TariffVersion head, Map<Key, List<PriceLine>> prices) {
        TariffTerms terms = head.terms();
        TariffTerms whole =
                new TariffTerms(
                        terms.tariff(),
                        terms.kind(),
                        terms.operator(),
                        terms.asset(),
                        terms.zone(),
                        terms.effectiveFromEpochNanos(),
                        terms.minimumCharge(),
                        terms.tierPeriod(),
                        prices.getOrDefault(new Key(terms.tariff(), head.version()), List.of()));
        return new TariffVersion(whole, head.version(), head.recordedAt(), head.position());
    }
}
