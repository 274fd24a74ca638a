package tallystick.projections.check;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tallystick.domain.AgreementTerms;
import tallystick.domain.LedgerEvent;
import tallystick.domain.LedgerEvent.Caps.BilateralCapSet;
import tallystick.domain.LedgerEvent.Caps.NetDebitCapSet;
import tallystick.domain.LedgerEvent.Quotas.QuotaRemoved;
import tallystick.domain.LedgerEvent.Quotas.QuotaSet;
import tallystick.domain.LedgerEvent.Reference.AgreementConcluded;
import tallystick.domain.LedgerEvent.Reference.FactoryRegistered;
import tallystick.domain.LedgerEvent.Reference.ModelRegistered;
import tallystick.domain.LedgerEvent.Reference.OperatorRegistered;
import tallystick.domain.LedgerEvent.Reference.TariffPublished;
import tallystick.domain.LedgerEvent.Reference.TenantRegistered;
import tallystick.domain.LedgerEvent.Wallets.WalletOpened;
import tallystick.domain.WalletTerms;
import tallystick.domain.quota.QuotaTerms;
import tallystick.domain.rating.PriceLine;
import tallystick.domain.rating.PriceTier;
import tallystick.domain.rating.TariffTerms;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageRecord;
import tallystick.projections.reference.ReferenceProjection;

/** Reference data, event by event. */
final class NaiveReference implements NaiveFold {

    private final NaiveTable operators = new NaiveTable("reference_operator", "operator");
    private final NaiveTable factories = new NaiveTable("reference_factory", "factory");
    private final NaiveTable models = new NaiveTable("reference_model", "model");
    private final NaiveTable tenants = new NaiveTable("reference_tenant", "tenant");
    private final NaiveTable tariffs =
            new NaiveTable("reference_tariff", "tariff", "tariff_version");
    private final NaiveTable prices =
            new NaiveTable("reference_tariff_price", "tariff", "tariff_version", "ordinal");
    private final NaiveTable agreements =
            new NaiveTable("reference_agreement", "agreement", "agreement_version");
    private final NaiveTable wallets = new NaiveTable("reference_wallet", "wallet");
    private final NaiveTable quotas = new NaiveTable("limit_quota", "quota");
    private final NaiveTable bilateralCaps =
            new NaiveTable("limit_bilateral_cap", "home_operator", "serving_operator", "asset");
    private final NaiveTable netDebitCaps =
            new NaiveTable("limit_net_debit_cap", "operator", "asset");

    @Override
    public String projection() {
        return ReferenceProjection.GROUP;
    }

    @Override
    public List<NaiveTable> tables() {
        return List.of(
                operators,
                factories,
                models,
                tenants,
                tariffs,
                prices,
                agreements,
                wallets,
                quotas,
                bilateralCaps,
                netDebitCaps);
    }

    @Override
    public void use(UsageRecord usage, long position) {}

    @Override
    public void apply(LedgerEvent event, long position, long recordedEpochNanos) {
        NaiveTable.Row row =
                switch (event) {
                    case LedgerEvent.Reference reference -> register(reference);
                    case WalletOpened opened -> wallet(opened.terms());
                    case QuotaSet set -> quota(set.terms());
                    case QuotaRemoved removed -> {
                        quotas.remove(removed.quota());
                        yield null;
                    }
                    case BilateralCapSet set ->
                            bilateralCaps
                                    .row(set.homeOperator(), set.servingOperator(), set.asset())
                                    .set("cap", set.cap().toBigInteger());
                    case NetDebitCapSet set ->
                            netDebitCaps
                                    .row(set.operator(), set.asset())
                                    .set("cap", set.cap().toBigInteger())
                                    .set("haircut_basis_points", set.haircutBasisPoints());
                    case LedgerEvent.Caps.ExposureAlerted _,
                            LedgerEvent.Wallets _,
                            LedgerEvent.Holds _,
                            LedgerEvent.Rerating _,
                            LedgerEvent.Settlement _,
                            LedgerEvent.UsageRecorded _,
                            LedgerEvent.RequestAnswered _ ->
                            null;
                };
        if (row != null) {
            row.set("recorded_epoch_nanos", recordedEpochNanos).set("position", position);
        }
    }

    private NaiveTable.@Nullable Row register(LedgerEvent.Reference event) {
        return switch (event) {
            case OperatorRegistered it ->
                    operators
                            .row(it.operator())
                            .set("country", it.country())
                            .set("currency", it.currency())
                            .set("public_key", it.publicKey());
            case FactoryRegistered it ->
                    factories
                            .row(it.factory())
                            .set("operator", it.operator())
                            .set("jurisdiction", it.jurisdiction());
            case ModelRegistered it -> models.row(it.model());
            case TenantRegistered it -> tenants.row(it.tenant()).set("operator", it.operator());
            case TariffPublished it -> tariff(it.terms(), it.version());
            case AgreementConcluded it -> agreement(it.terms(), it.version());
            case LedgerEvent.Reference.ConditionsAgreed _ -> null;
        };
    }

    private NaiveTable.Row quota(QuotaTerms terms) {
        TokenClass tokenClass = terms.tokenClass();
        return quotas.row(terms.quota())
                .set("scope", terms.scope())
                .set("subject", terms.subject())
                .set("period", terms.period())
                .set("sliding", terms.sliding())
                .set("measure", terms.measure())
                .set("token_class", tokenClass == null ? "" : tokenClass.wireName())
                .set("asset", terms.asset())
                .set("quota_limit", terms.limit().toBigInteger())
                .set("burst", terms.burst().toBigInteger())
                .set("mode", terms.mode());
    }

    private NaiveTable.Row tariff(TariffTerms terms, int version) {
        for (int i = 0; i < terms.prices().size(); i++) {
            PriceLine line = terms.prices().get(i);
            prices.row(terms.tariff(), version, i)
                    .set("model", line.model())
                    .set("token_class", line.tokenClass().wireName())
                    .set("jurisdiction", line.jurisdiction())
                    .set("price_pico_per_token", line.pricePicoPerToken())
                    .set("tier_mode", line.tierMode())
                    .set(
                            "tier_from_tokens",
                            line.tiers().stream().map(PriceTier::fromTokens).toList())
                    .set(
                            "tier_price_pico_per_token",
                            line.tiers().stream().map(PriceTier::pricePicoPerToken).toList());
        }
        return tariffs.row(terms.tariff(), version)
                .set("kind", terms.kind())
                .set("operator", terms.operator())
                .set("asset", terms.asset())
                .set("zone", terms.zone())
                .set("effective_from_epoch_nanos", terms.effectiveFromEpochNanos())
                .set("minimum_charge", terms.minimumCharge().toBigInteger())
                .set("tier_period", terms.tierPeriod());
    }

    private NaiveTable.Row agreement(AgreementTerms terms, int version) {
        return agreements
                .row(terms.agreement(), version)
                .set("home_operator", terms.homeOperator())
                .set("serving_operator", terms.servingOperator())
                .set("inter_operator_tariff", terms.interOperatorTariff())
                .set("settlement_model", terms.settlementModel())
                .set("effective_from_epoch_nanos", terms.effectiveFromEpochNanos());
    }

    private NaiveTable.Row wallet(WalletTerms terms) {
        return wallets.row(terms.wallet())
                .set("tenant", terms.tenant())
                .set("asset", terms.asset())
                .set("tariff", terms.tariff())
                .set("overdraft_limit", terms.overdraftLimit().toBigInteger())
                .set("allowed_jurisdictions", terms.allowedJurisdictions());
    }
}
