package tallystick.projections.reference;

import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import tallystick.domain.AgreementTerms;
import tallystick.domain.WalletTerms;
import tallystick.domain.rating.TariffTerms;
import tallystick.projections.sql.Unread;

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

    public ReferenceView(DataSource dataSource) {}

    public List<Operator> operators(String after, int limit) {
        return Unread.answer(ReferenceView.class);
    }

    /** The operator of that name, null when there is none. */
    public @Nullable Operator operator(String operator) {
        return Unread.answer(ReferenceView.class);
    }

    public List<Factory> factories(String after, int limit) {
        return Unread.answer(ReferenceView.class);
    }

    /** The factory of that name, null when there is none. */
    public @Nullable Factory factory(String factory) {
        return Unread.answer(ReferenceView.class);
    }

    public List<Model> models(String after, int limit) {
        return Unread.answer(ReferenceView.class);
    }

    /** The model of that name, null when there is none. */
    public @Nullable Model model(String model) {
        return Unread.answer(ReferenceView.class);
    }

    public List<Tenant> tenants(String after, int limit) {
        return Unread.answer(ReferenceView.class);
    }

    /** The tenant of that name, null when there is none. */
    public @Nullable Tenant tenant(String tenant) {
        return Unread.answer(ReferenceView.class);
    }

    /** The newest version of each tariff. */
    public List<TariffVersion> tariffs(String after, int limit) {
        return Unread.answer(ReferenceView.class);
    }

    /** Every version of a tariff, oldest first; empty when there is no such tariff. */
    public List<TariffVersion> tariffVersions(String tariff) {
        return Unread.answer(ReferenceView.class);
    }

    /** One version of a tariff, null when there is none. */
    public @Nullable TariffVersion tariff(String tariff, int version) {
        return Unread.answer(ReferenceView.class);
    }

    /** The newest version of each agreement. */
    public List<AgreementVersion> agreements(String after, int limit) {
        return Unread.answer(ReferenceView.class);
    }

    /** Every version of an agreement, oldest first; empty when there is no such agreement. */
    public List<AgreementVersion> agreementVersions(String agreement) {
        return Unread.answer(ReferenceView.class);
    }

    public List<Wallet> wallets(String after, int limit) {
        return Unread.answer(ReferenceView.class);
    }

    /** The wallet of that name, null when there is none. */
    public @Nullable Wallet wallet(String wallet) {
        return Unread.answer(ReferenceView.class);
    }
}
