package tallystick.app.security;

import static tallystick.app.security.Reach.FEDERATION;
import static tallystick.app.security.Reach.OPERATOR;
import static tallystick.app.security.Reach.REGULATOR;
import static tallystick.app.security.Reach.TENANT;
import static tallystick.app.security.Role.AUDIT_READ;
import static tallystick.app.security.Role.OPS;
import static tallystick.app.security.Role.REFERENCE_ADMIN;
import static tallystick.app.security.Role.SETTLEMENT_CHECKER;
import static tallystick.app.security.Role.SETTLEMENT_MAKER;
import static tallystick.app.security.Role.SETTLEMENT_TREASURY;
import static tallystick.app.security.Role.USAGE_WRITE;
import static tallystick.app.security.Role.WALLET_FUND;
import static tallystick.app.security.Role.WALLET_HOLD;
import static tallystick.app.security.Role.WALLET_READ;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The one table of who may do what. What is not in it is closed. */
public final class EndpointRules {

    private static final Set<Role> WALLET_READERS = Set.of(WALLET_READ, AUDIT_READ);
    private static final Set<Role> SETTLEMENT_READERS =
            Set.of(SETTLEMENT_MAKER, SETTLEMENT_CHECKER, SETTLEMENT_TREASURY, AUDIT_READ);

    /** Who may move a wallet's credit or set things up may have others told of it. */
    private static final Set<Role> WEBHOOK_OWNERS = Set.of(WALLET_FUND, REFERENCE_ADMIN);

    private static final Set<Role> WEBHOOK_READERS =
            Set.of(WALLET_FUND, REFERENCE_ADMIN, WALLET_READ, AUDIT_READ);

    /** Names that members of the federation know of each other: operators, sites, models. */
    private static final Set<Role> ANYBODY = Set.of(Role.values());

    /** Every rule. */
    public static final List<EndpointRule> ALL =
            List.of(
                    rule("POST", "/v1/events", TENANT, USAGE_WRITE),
                    // wallets
                    rule("POST", "/v1/wallets", OPERATOR, REFERENCE_ADMIN),
                    rule("GET", "/v1/wallets", TENANT, WALLET_READERS),
                    rule("GET", "/v1/wallets/{wallet}", TENANT, WALLET_READERS),
                    rule("GET", "/v1/wallets/{wallet}/**", TENANT, WALLET_READERS),
                    rule("POST", "/v1/wallets/{wallet}/grants", OPERATOR, WALLET_FUND),
                    rule("POST", "/v1/wallets/{wallet}/grants/{grant}/void", OPERATOR, WALLET_FUND),
                    rule("POST", "/v1/wallets/{wallet}/transfers", TENANT, WALLET_FUND),
                    rule("PUT", "/v1/wallets/{wallet}/auto-topup", TENANT, WALLET_FUND),
                    rule("PUT", "/v1/wallets/{wallet}/alerts", TENANT, WALLET_FUND),
                    rule("POST", "/v1/wallets/{wallet}/suspend", OPERATOR, REFERENCE_ADMIN),
                    rule("POST", "/v1/wallets/{wallet}/resume", OPERATOR, REFERENCE_ADMIN),
                    rule("PUT", "/v1/wallets/{wallet}/quotas/{name}", OPERATOR, REFERENCE_ADMIN),
                    rule("DELETE", "/v1/wallets/{wallet}/quotas/{name}", OPERATOR, REFERENCE_ADMIN),
                    // holds
                    rule("POST", "/v1/wallets/{wallet}/holds", TENANT, WALLET_HOLD),
                    rule("GET", "/v1/holds/{hold}", TENANT, WALLET_HOLD, WALLET_READ, AUDIT_READ),
                    rule("POST", "/v1/holds/{hold}/extend", TENANT, WALLET_HOLD),
                    rule("POST", "/v1/holds/{hold}/commit", TENANT, WALLET_HOLD),
                    rule("POST", "/v1/holds/{hold}/release", TENANT, WALLET_HOLD),
                    // quotas
                    rule("GET", "/v1/quotas", OPERATOR, WALLET_READ, REFERENCE_ADMIN, AUDIT_READ),
                    rule(
                            "GET",
                            "/v1/quotas/{name}",
                            OPERATOR,
                            WALLET_READ,
                            REFERENCE_ADMIN,
                            AUDIT_READ),
                    rule("PUT", "/v1/quotas/{name}", OPERATOR, REFERENCE_ADMIN),
                    rule("DELETE", "/v1/quotas/{name}", OPERATOR, REFERENCE_ADMIN),
                    // reference data
                    rule("POST", "/v1/operators", FEDERATION, REFERENCE_ADMIN),
                    rule("GET", "/v1/operators", TENANT, ANYBODY),
                    rule("GET", "/v1/operators/{name}", TENANT, ANYBODY),
                    rule("POST", "/v1/factories", OPERATOR, REFERENCE_ADMIN),
                    rule("GET", "/v1/factories", TENANT, ANYBODY),
                    rule("GET", "/v1/factories/{name}", TENANT, ANYBODY),
                    rule("POST", "/v1/models", FEDERATION, REFERENCE_ADMIN),
                    rule("GET", "/v1/models", TENANT, ANYBODY),
                    rule("GET", "/v1/models/{*name}", TENANT, ANYBODY),
                    rule("POST", "/v1/tenants", OPERATOR, REFERENCE_ADMIN),
                    rule("GET", "/v1/tenants", OPERATOR, REFERENCE_ADMIN, AUDIT_READ),
                    rule("GET", "/v1/tenants/{name}", OPERATOR, REFERENCE_ADMIN, AUDIT_READ),
                    rule("POST", "/v1/tariffs", OPERATOR, REFERENCE_ADMIN),
                    rule("GET", "/v1/tariffs", TENANT, ANYBODY),
                    rule("GET", "/v1/tariffs/{tariff}", TENANT, ANYBODY),
                    rule("GET", "/v1/tariffs/{tariff}/versions", TENANT, ANYBODY),
                    rule("GET", "/v1/tariffs/{tariff}/versions/{version}", TENANT, ANYBODY),
                    rule("POST", "/v1/agreements", FEDERATION, REFERENCE_ADMIN),
                    rule("GET", "/v1/agreements", OPERATOR, ANYBODY),
                    rule("GET", "/v1/agreements/{agreement}", OPERATOR, ANYBODY),
                    rule("GET", "/v1/agreements/{agreement}/versions", OPERATOR, ANYBODY),
                    // API keys
                    rule("POST", "/v1/api-keys", OPERATOR, REFERENCE_ADMIN),
                    rule("GET", "/v1/api-keys", OPERATOR, REFERENCE_ADMIN, AUDIT_READ),
                    rule("GET", "/v1/api-keys/{key}", OPERATOR, REFERENCE_ADMIN, AUDIT_READ),
                    rule("POST", "/v1/api-keys/{key}/revoke", OPERATOR, REFERENCE_ADMIN),
                    // personal data
                    rule("POST", "/v1/persons", OPERATOR, REFERENCE_ADMIN),
                    rule("POST", "/v1/persons/find", OPERATOR, REFERENCE_ADMIN),
                    rule("GET", "/v1/persons/{person}", OPERATOR, REFERENCE_ADMIN, AUDIT_READ),
                    rule("POST", "/v1/persons/{person}/erase", OPERATOR, REFERENCE_ADMIN),
                    rule("POST", "/v1/persons/{person}/hold", FEDERATION, REFERENCE_ADMIN),
                    rule("POST", "/v1/persons/{person}/hold/lift", FEDERATION, REFERENCE_ADMIN),
                    rule(
                            "POST",
                            "/v1/persons/{person}/hold/lift/check",
                            FEDERATION,
                            REFERENCE_ADMIN),
                    // live views
                    rule("GET", "/v1/stream", TENANT, WALLET_READERS),
                    // webhooks
                    rule("POST", "/v1/webhooks", TENANT, WEBHOOK_OWNERS),
                    rule("GET", "/v1/webhooks", TENANT, WEBHOOK_READERS),
                    rule("GET", "/v1/webhooks/{webhook}", TENANT, WEBHOOK_READERS),
                    rule("DELETE", "/v1/webhooks/{webhook}", TENANT, WEBHOOK_OWNERS),
                    rule("POST", "/v1/webhooks/{webhook}/rotate-secret", TENANT, WEBHOOK_OWNERS),
                    rule("POST", "/v1/webhooks/{webhook}/enable", TENANT, WEBHOOK_OWNERS),
                    rule("GET", "/v1/webhooks/{webhook}/deliveries", TENANT, WEBHOOK_READERS),
                    rule(
                            "POST",
                            "/v1/webhooks/{webhook}/deliveries/{delivery}/resend",
                            TENANT,
                            WEBHOOK_OWNERS),
                    // suspense: two persons
                    rule(
                            "GET",
                            "/v1/suspense",
                            OPERATOR,
                            SETTLEMENT_MAKER,
                            SETTLEMENT_CHECKER,
                            AUDIT_READ),
                    rule(
                            "GET",
                            "/v1/suspense/{position}",
                            OPERATOR,
                            SETTLEMENT_MAKER,
                            SETTLEMENT_CHECKER,
                            AUDIT_READ),
                    rule("POST", "/v1/suspense/{position}/propose", OPERATOR, SETTLEMENT_MAKER),
                    rule("POST", "/v1/suspense/{position}/approve", OPERATOR, SETTLEMENT_CHECKER),
                    // settlement
                    rule("POST", "/v1/settlement/windows", FEDERATION, SETTLEMENT_MAKER),
                    rule(
                            "POST",
                            "/v1/settlement/windows/{window}/cutoff",
                            FEDERATION,
                            SETTLEMENT_MAKER),
                    rule(
                            "POST",
                            "/v1/settlement/windows/{window}/seal",
                            FEDERATION,
                            SETTLEMENT_MAKER),
                    rule(
                            "POST",
                            "/v1/settlement/windows/{window}/calculate",
                            FEDERATION,
                            SETTLEMENT_MAKER),
                    rule(
                            "POST",
                            "/v1/settlement/windows/{window}/issue",
                            FEDERATION,
                            SETTLEMENT_MAKER),
                    rule(
                            "POST",
                            "/v1/settlement/windows/{window}/net",
                            FEDERATION,
                            SETTLEMENT_MAKER),
                    rule("GET", "/v1/settlement/windows", OPERATOR, SETTLEMENT_READERS),
                    rule("GET", "/v1/settlement/windows/{window}", OPERATOR, SETTLEMENT_READERS),
                    rule(
                            "GET",
                            "/v1/settlement/windows/{window}/statements",
                            OPERATOR,
                            SETTLEMENT_READERS),
                    rule(
                            "GET",
                            "/v1/settlement/windows/{window}/positions",
                            OPERATOR,
                            SETTLEMENT_READERS),
                    rule(
                            "GET",
                            "/v1/settlement/windows/{window}/exposure",
                            OPERATOR,
                            SETTLEMENT_READERS),
                    rule(
                            "GET",
                            "/v1/settlement/statements/{statement}",
                            OPERATOR,
                            SETTLEMENT_READERS),
                    rule("GET", "/v1/settlement/caps", OPERATOR, SETTLEMENT_READERS),
                    rule("GET", "/v1/settlement/caps/{operator}", OPERATOR, SETTLEMENT_READERS),
                    rule(
                            "GET",
                            "/v1/settlement/caps/{home}/{serving}",
                            OPERATOR,
                            SETTLEMENT_READERS),
                    rule("PUT", "/v1/settlement/caps/{operator}", FEDERATION, SETTLEMENT_TREASURY),
                    rule(
                            "PUT",
                            "/v1/settlement/caps/{home}/{serving}",
                            OPERATOR,
                            SETTLEMENT_TREASURY),
                    // settlement: from issued statements to finality
                    rule(
                            "POST",
                            "/v1/settlement/statements/{statement}/affirm",
                            OPERATOR,
                            SETTLEMENT_MAKER),
                    rule(
                            "POST",
                            "/v1/settlement/statements/{statement}/affirm/check",
                            OPERATOR,
                            SETTLEMENT_CHECKER),
                    rule(
                            "POST",
                            "/v1/settlement/statements/{statement}/aggregate",
                            OPERATOR,
                            SETTLEMENT_MAKER),
                    rule(
                            "POST",
                            "/v1/settlement/windows/{window}/approve",
                            FEDERATION,
                            SETTLEMENT_MAKER),
                    rule(
                            "POST",
                            "/v1/settlement/windows/{window}/approve/check",
                            FEDERATION,
                            SETTLEMENT_CHECKER),
                    rule(
                            "POST",
                            "/v1/settlement/windows/{window}/abort",
                            FEDERATION,
                            SETTLEMENT_MAKER),
                    rule(
                            "POST",
                            "/v1/settlement/windows/{window}/abort/check",
                            FEDERATION,
                            SETTLEMENT_CHECKER),
                    rule(
                            "POST",
                            "/v1/settlement/windows/{window}/fund",
                            FEDERATION,
                            SETTLEMENT_MAKER),
                    rule(
                            "POST",
                            "/v1/settlement/windows/{window}/payins",
                            FEDERATION,
                            SETTLEMENT_TREASURY),
                    rule(
                            "POST",
                            "/v1/settlement/windows/{window}/instruct",
                            FEDERATION,
                            SETTLEMENT_TREASURY),
                    rule(
                            "POST",
                            "/v1/settlement/windows/{window}/instruct/check",
                            FEDERATION,
                            SETTLEMENT_TREASURY),
                    rule(
                            "POST",
                            "/v1/settlement/windows/{window}/confirm",
                            FEDERATION,
                            SETTLEMENT_TREASURY),
                    rule(
                            "POST",
                            "/v1/settlement/windows/{window}/finalise",
                            FEDERATION,
                            SETTLEMENT_MAKER),
                    rule(
                            "GET",
                            "/v1/settlement/windows/{window}/affirmations",
                            OPERATOR,
                            SETTLEMENT_READERS),
                    rule(
                            "GET",
                            "/v1/settlement/windows/{window}/approvals",
                            FEDERATION,
                            SETTLEMENT_READERS),
                    rule(
                            "GET",
                            "/v1/settlement/windows/{window}/funding",
                            OPERATOR,
                            SETTLEMENT_READERS),
                    rule(
                            "GET",
                            "/v1/settlement/windows/{window}/instructions",
                            OPERATOR,
                            SETTLEMENT_READERS),
                    rule(
                            "GET",
                            "/v1/settlement/windows/{window}/finality",
                            OPERATOR,
                            SETTLEMENT_READERS),
                    // disputes
                    rule(
                            "POST",
                            "/v1/settlement/statements/{statement}/dispute",
                            OPERATOR,
                            SETTLEMENT_MAKER),
                    rule(
                            "POST",
                            "/v1/settlement/disputes/{dispute}/acknowledge",
                            OPERATOR,
                            SETTLEMENT_MAKER),
                    rule(
                            "POST",
                            "/v1/settlement/disputes/{dispute}/evidence",
                            OPERATOR,
                            SETTLEMENT_MAKER),
                    rule(
                            "POST",
                            "/v1/settlement/disputes/{dispute}/agree",
                            OPERATOR,
                            SETTLEMENT_MAKER),
                    rule(
                            "POST",
                            "/v1/settlement/disputes/{dispute}/reject",
                            OPERATOR,
                            SETTLEMENT_MAKER),
                    rule(
                            "POST",
                            "/v1/settlement/disputes/{dispute}/escalate",
                            OPERATOR,
                            SETTLEMENT_MAKER),
                    rule(
                            "POST",
                            "/v1/settlement/disputes/{dispute}/arbitrate",
                            FEDERATION,
                            SETTLEMENT_CHECKER),
                    rule(
                            "POST",
                            "/v1/settlement/disputes/{dispute}/resolve",
                            FEDERATION,
                            SETTLEMENT_MAKER),
                    rule("GET", "/v1/settlement/disputes/{dispute}", OPERATOR, SETTLEMENT_READERS),
                    rule(
                            "GET",
                            "/v1/settlement/windows/{window}/disputes",
                            OPERATOR,
                            SETTLEMENT_READERS),
                    // defaults and collateral
                    rule(
                            "POST",
                            "/v1/settlement/windows/{window}/grace",
                            FEDERATION,
                            SETTLEMENT_MAKER),
                    rule(
                            "POST",
                            "/v1/settlement/windows/{window}/default",
                            FEDERATION,
                            SETTLEMENT_MAKER),
                    rule(
                            "POST",
                            "/v1/settlement/windows/{window}/default/check",
                            FEDERATION,
                            SETTLEMENT_CHECKER),
                    rule(
                            "POST",
                            "/v1/settlement/windows/{window}/cover",
                            FEDERATION,
                            SETTLEMENT_TREASURY),
                    rule(
                            "POST",
                            "/v1/settlement/windows/{window}/recast",
                            FEDERATION,
                            SETTLEMENT_MAKER),
                    rule(
                            "POST",
                            "/v1/settlement/windows/{window}/recast/check",
                            FEDERATION,
                            SETTLEMENT_CHECKER),
                    rule(
                            "POST",
                            "/v1/settlement/windows/{window}/lift",
                            FEDERATION,
                            SETTLEMENT_MAKER),
                    rule(
                            "POST",
                            "/v1/settlement/windows/{window}/lift/check",
                            FEDERATION,
                            SETTLEMENT_CHECKER),
                    rule(
                            "POST",
                            "/v1/settlement/collateral/{operator}/deposit",
                            FEDERATION,
                            SETTLEMENT_TREASURY),
                    rule(
                            "POST",
                            "/v1/settlement/collateral/{operator}/withdraw",
                            FEDERATION,
                            SETTLEMENT_TREASURY),
                    rule(
                            "GET",
                            "/v1/settlement/windows/{window}/defaults",
                            OPERATOR,
                            SETTLEMENT_READERS),
                    rule("GET", "/v1/settlement/collateral", OPERATOR, SETTLEMENT_READERS),
                    // settlement: windows that take their own steps
                    rule("POST", "/v1/settlement/models", FEDERATION, SETTLEMENT_MAKER),
                    rule("GET", "/v1/settlement/models", OPERATOR, SETTLEMENT_READERS),
                    rule("GET", "/v1/settlement/models/{model}", OPERATOR, SETTLEMENT_READERS),
                    rule(
                            "GET",
                            "/v1/settlement/windows/{window}/schedule",
                            OPERATOR,
                            SETTLEMENT_READERS),
                    rule(
                            "POST",
                            "/v1/settlement/windows/{window}/batches",
                            OPERATOR,
                            USAGE_WRITE,
                            SETTLEMENT_MAKER),
                    rule(
                            "GET",
                            "/v1/settlement/windows/{window}/terms",
                            OPERATOR,
                            SETTLEMENT_READERS),
                    rule(
                            "GET",
                            "/v1/settlement/windows/{window}/seal",
                            OPERATOR,
                            SETTLEMENT_READERS),
                    rule(
                            "GET",
                            "/v1/settlement/windows/{window}/usage-report",
                            OPERATOR,
                            SETTLEMENT_READERS),
                    rule(
                            "GET",
                            "/v1/settlement/windows/{window}/gap-report",
                            OPERATOR,
                            SETTLEMENT_READERS),
                    // sum trees; a wallet's proofs are among what is read of it
                    rule(
                            "GET",
                            "/v1/settlement/windows/{window}/sums",
                            OPERATOR,
                            SETTLEMENT_READERS),
                    rule(
                            "GET",
                            "/v1/settlement/windows/{window}/sums/{operator}",
                            OPERATOR,
                            SETTLEMENT_READERS),
                    rule(
                            "GET",
                            "/v1/settlement/statements/{statement}/sums/{wallet}",
                            OPERATOR,
                            SETTLEMENT_READERS),
                    // settlement: fixings and conversions
                    rule("POST", "/v1/settlement/fx-sources", FEDERATION, REFERENCE_ADMIN),
                    rule("GET", "/v1/settlement/fx-sources", OPERATOR, SETTLEMENT_READERS),
                    rule("POST", "/v1/settlement/fx-fixings", FEDERATION, SETTLEMENT_MAKER),
                    rule("GET", "/v1/settlement/fx-fixings", OPERATOR, SETTLEMENT_READERS),
                    rule("POST", "/v1/settlement/fx-terms", FEDERATION, SETTLEMENT_MAKER),
                    rule("GET", "/v1/settlement/fx-terms", OPERATOR, SETTLEMENT_READERS),
                    rule(
                            "POST",
                            "/v1/settlement/windows/{window}/convert",
                            FEDERATION,
                            SETTLEMENT_MAKER),
                    rule(
                            "GET",
                            "/v1/settlement/windows/{window}/conversion",
                            OPERATOR,
                            SETTLEMENT_READERS),
                    // settlement: documents, banks, and the trail from one to the other
                    rule(
                            "GET",
                            "/v1/settlement/windows/{window}/documents",
                            OPERATOR,
                            SETTLEMENT_READERS),
                    rule(
                            "GET",
                            "/v1/settlement/documents/{document}",
                            OPERATOR,
                            SETTLEMENT_READERS),
                    rule(
                            "GET",
                            "/v1/settlement/instructions/{uetr}.xml",
                            FEDERATION,
                            SETTLEMENT_READERS),
                    rule(
                            "GET",
                            "/v1/settlement/windows/{window}/instructions/{asset}.xml",
                            FEDERATION,
                            SETTLEMENT_READERS),
                    rule("POST", "/v1/settlement/cash-reports", FEDERATION, SETTLEMENT_TREASURY),
                    rule("GET", "/v1/settlement/entries", OPERATOR, SETTLEMENT_READERS),
                    rule("GET", "/v1/settlement/legs/{uetr}", OPERATOR, SETTLEMENT_READERS),
                    rule(
                            "GET",
                            "/v1/settlement/windows/{window}/positions/{operator}/{asset}",
                            OPERATOR,
                            SETTLEMENT_READERS),
                    rule(
                            "GET",
                            "/v1/settlement/statements/{statement}/lines",
                            OPERATOR,
                            SETTLEMENT_READERS),
                    rule(
                            "GET",
                            "/v1/settlement/statements/{statement}/lines/{line}",
                            OPERATOR,
                            SETTLEMENT_READERS),
                    rule(
                            "GET",
                            "/v1/settlement/statements/{statement}/lines/{line}/events",
                            OPERATOR,
                            SETTLEMENT_READERS),
                    rule("GET", "/v1/settlement/usage", OPERATOR, SETTLEMENT_READERS),
                    rule("GET", "/v1/settlement/usage/{position}", OPERATOR, SETTLEMENT_READERS),
                    // the whole ledger
                    rule("GET", "/v1/audit/**", FEDERATION, AUDIT_READ),
                    // a regulator has its jurisdiction's facts
                    rule("GET", "/v1/audit/events", REGULATOR, AUDIT_READ),
                    rule("GET", "/v1/audit/events/{position}", REGULATOR, AUDIT_READ),
                    rule("GET", "/v1/audit/receipts", REGULATOR, AUDIT_READ),
                    rule("GET", "/v1/audit/receipts/{source}/{id}", REGULATOR, AUDIT_READ),
                    rule("GET", "/v1/audit/evidence", REGULATOR, AUDIT_READ),
                    rule("GET", "/v1/audit/jurisdictions/{jurisdiction}", REGULATOR, AUDIT_READ),
                    rule(
                            "GET",
                            "/v1/audit/jurisdictions/{jurisdiction}/facts",
                            REGULATOR,
                            AUDIT_READ),
                    rule("GET", "/v1/ledger", FEDERATION, AUDIT_READ, OPS),
                    // the transparency log: hashes for everybody, events for those who audit
                    rule("GET", "/tlog/checkpoint", TENANT, ANYBODY),
                    rule("GET", "/tlog/tile/{*name}", TENANT, ANYBODY),
                    rule("GET", "/tlog/tile/entries/{*name}", FEDERATION, AUDIT_READ),
                    rule("GET", "/v1/console", FEDERATION, OPS),
                    rule("GET", "/v1/metrics", FEDERATION, OPS),
                    rule("GET", "/v1/console/stream", FEDERATION, OPS),
                    // the tables
                    rule("GET", "/v1/projections", FEDERATION, OPS),
                    rule("GET", "/v1/projections/{projection}/parked", FEDERATION, OPS),
                    rule("POST", "/v1/projections/{projection}/retry", FEDERATION, OPS),
                    rule("POST", "/v1/projections/{projection}/rebuild", FEDERATION, OPS),
                    rule("POST", "/v1/projections/check", FEDERATION, OPS),
                    // what all of this takes and answers
                    rule("GET", "/v3/api-docs", TENANT, ANYBODY),
                    // there where tallystick.measure.empty-handler says so
                    rule("POST", "/v1/measure/empty", FEDERATION, OPS));

    private static final Map<String, EndpointRule> EXACT = exact();
    private static final List<EndpointRule> PREFIXES =
            ALL.stream().filter(EndpointRule::isPrefix).toList();

    private EndpointRules() {}

    /**
     * The rule of a mapped endpoint, null when there is none: then it is closed.
     *
     * @param pattern the path as it is mapped
     */
    public static @Nullable EndpointRule of(String method, String pattern) {
        EndpointRule exact = EXACT.get(method + " " + pattern);
        if (exact != null) {
            return exact;
        }
        for (EndpointRule rule : PREFIXES) {
            if (rule.covers(method, pattern)) {
                return rule;
            }
        }
        return null;
    }

    private static Map<String, EndpointRule> exact() {
        Map<String, EndpointRule> rules = new HashMap<>();
        for (EndpointRule rule : ALL) {
            if (rules.put(rule.method() + " " + rule.pattern(), rule) != null) {
                throw new IllegalStateException("two rules for " + rule);
            }
        }
        return Map.copyOf(rules);
    }

    private static EndpointRule rule(String method, String pattern, Reach reach, Role... anyOf) {
        return new EndpointRule(method, pattern, Set.of(anyOf), reach);
    }

    private static EndpointRule rule(String method, String pattern, Reach reach, Set<Role> anyOf) {
        return new EndpointRule(method, pattern, anyOf, reach);
    }
}
