package tallystick.domain.ledger;

import static tallystick.domain.ledger.FieldCheck.amount;
import static tallystick.domain.ledger.FieldCheck.first;
import static tallystick.domain.ledger.FieldCheck.free;
import static tallystick.domain.ledger.FieldCheck.invalid;
import static tallystick.domain.ledger.FieldCheck.jurisdiction;
import static tallystick.domain.ledger.FieldCheck.known;
import static tallystick.domain.ledger.FieldCheck.name;
import static tallystick.domain.ledger.LedgerDecider.accepted;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tallystick.domain.AgreementTerms;
import tallystick.domain.Decision;
import tallystick.domain.Decision.Refused;
import tallystick.domain.LedgerCommand.Reference;
import tallystick.domain.LedgerEvent.Reference.AgreementConcluded;
import tallystick.domain.LedgerEvent.Reference.ConditionsAgreed;
import tallystick.domain.LedgerEvent.Reference.FactoryRegistered;
import tallystick.domain.LedgerEvent.Reference.ModelRegistered;
import tallystick.domain.LedgerEvent.Reference.OperatorRegistered;
import tallystick.domain.LedgerEvent.Reference.TariffPublished;
import tallystick.domain.LedgerEvent.Reference.TenantRegistered;
import tallystick.domain.RefusalCode;
import tallystick.domain.money.Assets;
import tallystick.domain.rating.PriceLine;
import tallystick.domain.rating.TariffKind;
import tallystick.domain.rating.TariffTerms;

/** Decides reference data. */
final class ReferenceDecider {

    private static final int ED25519_KEY_BYTES = 32;

    /** Most price lines of a version: its event must fit one frame of the journal. */
    private static final int MAX_PRICES = 32_768;

    private ReferenceDecider() {}

    static Decision decide(Reference command, LedgerState state, long nowEpochNanos) {
        return switch (command) {
            case Reference.RegisterOperator c -> registerOperator(c, state);
            case Reference.RegisterFactory c -> registerFactory(c, state);
            case Reference.RegisterModel c -> registerModel(c, state);
            case Reference.RegisterTenant c -> registerTenant(c, state);
            case Reference.PublishTariff c -> publishTariff(c.terms(), state, nowEpochNanos);
            case Reference.ConcludeAgreement c -> concludeAgreement(c, state, nowEpochNanos);
        };
    }

    private static Decision registerOperator(Reference.RegisterOperator c, LedgerState state) {
        Refused refused =
                first(
                        name("operator", c.operator()),
                        jurisdiction("country", c.country()),
                        currency("currency", c.currency()),
                        publicKey(c.publicKey()),
                        free("operator", c.operator(), state.names.operators));
        return refused != null
                ? refused
                : accepted(
                        c.operator(),
                        new OperatorRegistered(
                                c.operator(), c.country(), c.currency(), c.publicKey()));
    }

    private static Decision registerFactory(Reference.RegisterFactory c, LedgerState state) {
        Refused refused =
                first(
                        name("factory", c.factory()),
                        jurisdiction("jurisdiction", c.jurisdiction()),
                        known("operator", c.operator(), state.names.operators),
                        free("factory", c.factory(), state.names.factories));
        return refused != null
                ? refused
                : accepted(
                        c.factory(),
                        new FactoryRegistered(c.factory(), c.operator(), c.jurisdiction()));
    }

    private static Decision registerModel(Reference.RegisterModel c, LedgerState state) {
        Refused refused =
                first(name("model", c.model()), free("model", c.model(), state.names.models));
        return refused != null ? refused : accepted(c.model(), new ModelRegistered(c.model()));
    }

    private static Decision registerTenant(Reference.RegisterTenant c, LedgerState state) {
        Refused refused =
                first(
                        name("tenant", c.tenant()),
                        known("operator", c.operator(), state.names.operators),
                        free("tenant", c.tenant(), state.names.tenants));
        return refused != null
                ? refused
                : accepted(c.tenant(), new TenantRegistered(c.tenant(), c.operator()));
    }

    private static Decision publishTariff(
            TariffTerms terms, LedgerState state, long nowEpochNanos) {
        Refused refused =
                first(
                        name("tariff", terms.tariff()),
                        asset("asset", terms.asset()),
                        zone(terms.zone()),
                        amount("minimum_charge", terms.minimumCharge()),
                        prices(terms.prices(), state),
                        TierCheck.tiers(terms, nowEpochNanos),
                        known("operator", terms.operator(), state.names.operators),
                        sameTariff(terms, state));
        if (refused != null) {
            return refused;
        }
        if (state.names.tariffVersions.isFull()) {
            return LedgerDecider.refused(
                    RefusalCode.LIMIT_REACHED, "tariff", "the ledger takes no more versions");
        }
        int version = state.tariffs.versionsOf(terms.tariff()) + 1;
        return accepted(terms.tariff() + "@" + version, new TariffPublished(terms, version));
    }

    private static @Nullable Refused prices(List<PriceLine> prices, LedgerState state) {
        if (prices.isEmpty()) {
            return invalid("prices", "must have at least one price");
        }
        if (prices.size() > MAX_PRICES) {
            return invalid("prices", "must have at most " + MAX_PRICES + " prices");
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < prices.size(); i++) {
            PriceLine line = prices.get(i);
            String field = "prices[" + i + "]";
            boolean any = line.jurisdiction().equals(PriceLine.ANY);
            Refused refused =
                    first(
                            line.pricePicoPerToken() < 0
                                    ? invalid(field + ".per_million", "must not be negative")
                                    : null,
                            any ? null : jurisdiction(field + ".jurisdiction", line.jurisdiction()),
                            known(field + ".model", line.model(), state.names.models));
            if (refused != null) {
                return refused;
            }
            if (!seen.add(line.model() + ":" + line.tokenClass() + ":" + line.jurisdiction())) {
                return invalid(field, "repeats an earlier model, class and jurisdiction");
            }
        }
        return null;
    }

    /** A tariff keeps its operator, kind and asset over all its versions. */
    private static @Nullable Refused sameTariff(TariffTerms terms, LedgerState state) {
        TariffTerms earlier = state.tariffs.firstTerms(terms.tariff());
        if (earlier == null) {
            return null;
        }
        if (!earlier.asset().equals(terms.asset())) {
            return LedgerDecider.refused(
                    RefusalCode.ASSET_MISMATCH, "asset", "must be that of the earlier versions");
        }
        boolean same =
                earlier.operator().equals(terms.operator()) && earlier.kind() == terms.kind();
        return same
                ? null
                : LedgerDecider.refused(
                        RefusalCode.ALREADY_EXISTS,
                        "tariff",
                        "is taken by a tariff of another operator or kind");
    }

    private static Decision concludeAgreement(
            Reference.ConcludeAgreement c, LedgerState state, long nowEpochNanos) {
        AgreementTerms terms = c.terms();
        Refused refused =
                first(
                        name("agreement", terms.agreement()),
                        name("settlement_model", terms.settlementModel()),
                        terms.homeOperator().equals(terms.servingOperator())
                                ? invalid("serving_operator", "must not be the home operator")
                                : null,
                        known("home_operator", terms.homeOperator(), state.names.operators),
                        known("serving_operator", terms.servingOperator(), state.names.operators),
                        interOperatorTariff(terms, state),
                        oneAgreementPerPair(terms, state),
                        ConditionsCheck.conditions(c, state, nowEpochNanos));
        if (refused != null) {
            return refused;
        }
        int version = state.agreements.of(terms.homeOperator(), terms.servingOperator()).size() + 1;
        String name = terms.agreement() + "@" + version;
        AgreementConcluded concluded = new AgreementConcluded(terms, version);
        return c.conditions().isNone()
                ? accepted(name, concluded)
                : accepted(name, concluded, new ConditionsAgreed(terms, version, c.conditions()));
    }

    private static @Nullable Refused interOperatorTariff(AgreementTerms terms, LedgerState state) {
        TariffTerms tariff = state.tariffs.firstTerms(terms.interOperatorTariff());
        boolean found =
                tariff != null
                        && tariff.kind() == TariffKind.INTER_OPERATOR
                        && tariff.operator().equals(terms.servingOperator());
        return found
                ? null
                : LedgerDecider.refused(
                        RefusalCode.NOT_FOUND,
                        "inter_operator_tariff",
                        "is not an inter-operator tariff of the serving operator");
    }

    private static @Nullable Refused oneAgreementPerPair(AgreementTerms terms, LedgerState state) {
        List<AgreementBook.Version> versions =
                state.agreements.of(terms.homeOperator(), terms.servingOperator());
        boolean same =
                versions.isEmpty()
                        ? !state.names.agreements.contains(terms.agreement())
                        : versions.getFirst().terms().agreement().equals(terms.agreement());
        return same
                ? null
                : LedgerDecider.refused(
                        RefusalCode.ALREADY_EXISTS,
                        "agreement",
                        "the name or the pair belongs to another agreement");
    }

    private static @Nullable Refused zone(String zone) {
        try {
            ZoneId.of(zone);
            return null;
        } catch (DateTimeException unknown) {
            return invalid("zone", "must be an IANA time zone");
        }
    }

    static @Nullable Refused asset(String field, String asset) {
        return Assets.isKnown(asset) ? null : invalid(field, "must be an ISO 4217 currency or TOK");
    }

    private static @Nullable Refused currency(String field, String currency) {
        return Assets.isKnown(currency) && !currency.equals(Assets.TOKEN_CREDIT)
                ? null
                : invalid(field, "must be an ISO 4217 currency");
    }

    private static @Nullable Refused publicKey(String key) {
        if (key.isEmpty()) {
            return null;
        }
        try {
            if (Base64.getDecoder().decode(key).length == ED25519_KEY_BYTES) {
                return null;
            }
        } catch (IllegalArgumentException notBase64) {
            // Refused below, like a key of another length.
        }
        return invalid("public_key", "must be base64 of the 32 bytes of an Ed25519 public key");
    }
}
