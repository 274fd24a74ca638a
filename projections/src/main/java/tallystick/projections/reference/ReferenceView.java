package tallystick.projections.reference;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import tallystick.domain.AgreementTerms;
import tallystick.domain.WalletTerms;
import tallystick.domain.rating.TariffTerms;
import tallystick.projections.sql.RowScope;
import tallystick.projections.sql.RowScope.Condition;
import tallystick.projections.sql.Rows;

/**
 * Reference data as registered. Lists are in order of name and take the last name of the page
 * before ({@code after}, empty for the first page) and the most rows wanted ({@code limit}, 1 or
 * more). Every record ends with when and at which journal position it was registered.
 */
public final class ReferenceView {

    /**
     * A federation member.
     *
     * @param publicKey Ed25519 public key, base64, or empty
     */
    public record Operator(
            String operator,
            String country,
            String currency,
            String publicKey,
            Instant recordedAt,
            long position) {}

    /** An operator's site. */
    public record Factory(
            String factory,
            String operator,
            String jurisdiction,
            Instant recordedAt,
            long position) {}

    /** A model. */
    public record Model(String model, Instant recordedAt, long position) {}

    /** A customer of a home operator. */
    public record Tenant(String tenant, String operator, Instant recordedAt, long position) {}

    /**
     * A version of a tariff.
     *
     * @param version from 1
     */
    public record TariffVersion(
            TariffTerms terms, int version, Instant recordedAt, long position) {}

    /**
     * A version of an agreement.
     *
     * @param version from 1
     */
    public record AgreementVersion(
            AgreementTerms terms, int version, Instant recordedAt, long position) {}

    /** A wallet as opened. */
    public record Wallet(WalletTerms terms, Instant recordedAt, long position) {}

    private final DataSource dataSource;
    private final TariffReader tariffReader;

    public ReferenceView(DataSource dataSource) {
        this.dataSource = dataSource;
        this.tariffReader = new TariffReader(dataSource);
    }

    public List<Operator> operators(String after, int limit) {
        return Rows.list(
                dataSource,
                ReferenceView::readOperator,
                page("reference_operator", "operator"),
                after,
                limit);
    }

    /** The operator of that name, null when there is none. */
    public @Nullable Operator operator(String operator) {
        return Rows.first(
                dataSource,
                ReferenceView::readOperator,
                named("reference_operator", "operator"),
                operator);
    }

    public List<Factory> factories(String after, int limit) {
        return Rows.list(
                dataSource,
                ReferenceView::readFactory,
                page("reference_factory", "factory"),
                after,
                limit);
    }

    /** The factory of that name, null when there is none. */
    public @Nullable Factory factory(String factory) {
        return Rows.first(
                dataSource,
                ReferenceView::readFactory,
                named("reference_factory", "factory"),
                factory);
    }

    public List<Model> models(String after, int limit) {
        return Rows.list(
                dataSource,
                ReferenceView::readModel,
                page("reference_model", "model"),
                after,
                limit);
    }

    /** The model of that name, null when there is none. */
    public @Nullable Model model(String model) {
        return Rows.first(
                dataSource, ReferenceView::readModel, named("reference_model", "model"), model);
    }

    public List<Tenant> tenants(String after, int limit) {
        return tenants(RowScope.ALL, after, limit);
    }

    /** The tenants that a reader may see. */
    public List<Tenant> tenants(RowScope scope, String after, int limit) {
        Condition within = scope.ofTenant("tenant");
        return Rows.list(
                dataSource,
                ReferenceView::readTenant,
                page("reference_tenant", "tenant", within),
                within.between(List.of(after), limit));
    }

    /** The tenant of that name, null when there is none. */
    public @Nullable Tenant tenant(String tenant) {
        return Rows.first(
                dataSource, ReferenceView::readTenant, named("reference_tenant", "tenant"), tenant);
    }

    public List<Wallet> wallets(String after, int limit) {
        return wallets(RowScope.ALL, after, limit);
    }

    /** The wallets that a reader may see. */
    public List<Wallet> wallets(RowScope scope, String after, int limit) {
        Condition within = scope.ofWallet("wallet", "tenant");
        return Rows.list(
                dataSource,
                ReferenceView::readWallet,
                page("reference_wallet", "wallet", within),
                within.between(List.of(after), limit));
    }

    /** The wallet of that name, null when there is none. */
    public @Nullable Wallet wallet(String wallet) {
        return Rows.first(
                dataSource, ReferenceView::readWallet, named("reference_wallet", "wallet"), wallet);
    }

    /** The newest version of each tariff. */
    public List<TariffVersion> tariffs(String after, int limit) {
        return tariffs(RowScope.ALL, after, limit);
    }

    /** The newest version of each tariff that a reader may see. */
    public List<TariffVersion> tariffs(RowScope scope, String after, int limit) {
        return tariffReader.newest(scope, after, limit);
    }

    /** Every version of a tariff that a reader may see, oldest first. */
    public List<TariffVersion> tariffVersions(RowScope scope, String tariff) {
        return tariffReader.versions(scope, tariff);
    }

    /** Every version of a tariff, oldest first; empty when there is no such tariff. */
    public List<TariffVersion> tariffVersions(String tariff) {
        return tariffReader.versions(tariff);
    }

    /** One version of a tariff, null when there is none. */
    public @Nullable TariffVersion tariff(String tariff, int version) {
        return tariffReader.version(tariff, version);
    }

    /** The newest version of each agreement. */
    public List<AgreementVersion> agreements(String after, int limit) {
        return agreements(RowScope.ALL, after, limit);
    }

    /** The newest version of each agreement that a reader may see: those of its pairs. */
    public List<AgreementVersion> agreements(RowScope scope, String after, int limit) {
        Condition within = scope.ofPair("home_operator", "serving_operator");
        return Rows.list(
                dataSource,
                ReferenceView::readAgreement,
                "SELECT DISTINCT ON (agreement) * FROM reference_agreement WHERE agreement > ?"
                        + within.sql()
                        + " ORDER BY agreement, agreement_version DESC LIMIT ?",
                within.between(List.of(after), limit));
    }

    /** Every version of an agreement, oldest first; empty when there is no such agreement. */
    public List<AgreementVersion> agreementVersions(String agreement) {
        return agreementVersions(RowScope.ALL, agreement);
    }

    /** Every version of an agreement that a reader may see, oldest first. */
    public List<AgreementVersion> agreementVersions(RowScope scope, String agreement) {
        Condition within = scope.ofPair("home_operator", "serving_operator");
        return Rows.list(
                dataSource,
                ReferenceView::readAgreement,
                named("reference_agreement", "agreement")
                        + within.sql()
                        + " ORDER BY agreement_version",
                within.between(List.of(agreement)));
    }

    /** The operators of a country, in order of name. */
    public List<String> operatorsOf(String country) {
        return Rows.list(
                dataSource,
                row -> Rows.text(row, "operator"),
                "SELECT operator FROM reference_operator WHERE country = ? ORDER BY operator",
                country);
    }

    private static String page(String table, String key) {
        return "SELECT * FROM %s WHERE %s > ? ORDER BY %s LIMIT ?".formatted(table, key, key);
    }

    private static String page(String table, String key, Condition within) {
        return "SELECT * FROM %s WHERE %s > ?%s ORDER BY %s LIMIT ?"
                .formatted(table, key, within.sql(), key);
    }

    private static String named(String table, String key) {
        return "SELECT * FROM %s WHERE %s = ?".formatted(table, key);
    }

    private static Operator readOperator(ResultSet row) throws SQLException {
        return new Operator(
                Rows.text(row, "operator"),
                Rows.text(row, "country"),
                Rows.text(row, "currency"),
                Rows.text(row, "public_key"),
                Rows.instant(row, "recorded_epoch_nanos"),
                row.getLong("position"));
    }

    private static Factory readFactory(ResultSet row) throws SQLException {
        return new Factory(
                Rows.text(row, "factory"),
                Rows.text(row, "operator"),
                Rows.text(row, "jurisdiction"),
                Rows.instant(row, "recorded_epoch_nanos"),
                row.getLong("position"));
    }

    private static Model readModel(ResultSet row) throws SQLException {
        return new Model(
                Rows.text(row, "model"),
                Rows.instant(row, "recorded_epoch_nanos"),
                row.getLong("position"));
    }

    private static Tenant readTenant(ResultSet row) throws SQLException {
        return new Tenant(
                Rows.text(row, "tenant"),
                Rows.text(row, "operator"),
                Rows.instant(row, "recorded_epoch_nanos"),
                row.getLong("position"));
    }

    private static Wallet readWallet(ResultSet row) throws SQLException {
        WalletTerms terms =
                new WalletTerms(
                        Rows.text(row, "wallet"),
                        Rows.text(row, "tenant"),
                        Rows.text(row, "asset"),
                        Rows.text(row, "tariff"),
                        Rows.pico(row, "overdraft_limit"),
                        Rows.texts(row, "allowed_jurisdictions"));
        return new Wallet(
                terms, Rows.instant(row, "recorded_epoch_nanos"), row.getLong("position"));
    }

    private static AgreementVersion readAgreement(ResultSet row) throws SQLException {
        AgreementTerms terms =
                new AgreementTerms(
                        Rows.text(row, "agreement"),
                        Rows.text(row, "home_operator"),
                        Rows.text(row, "serving_operator"),
                        Rows.text(row, "inter_operator_tariff"),
                        Rows.text(row, "settlement_model"),
                        row.getLong("effective_from_epoch_nanos"));
        return new AgreementVersion(
                terms,
                row.getInt("agreement_version"),
                Rows.instant(row, "recorded_epoch_nanos"),
                row.getLong("position"));
    }
}
