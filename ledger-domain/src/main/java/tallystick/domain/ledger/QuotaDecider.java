package tallystick.domain.ledger;

import static tallystick.domain.ledger.FieldCheck.amount;
import static tallystick.domain.ledger.FieldCheck.first;
import static tallystick.domain.ledger.FieldCheck.invalid;
import static tallystick.domain.ledger.FieldCheck.known;
import static tallystick.domain.ledger.FieldCheck.name;
import static tallystick.domain.ledger.LedgerDecider.accepted;
import static tallystick.domain.ledger.LedgerDecider.refused;

import org.jspecify.annotations.Nullable;
import tallystick.domain.Decision;
import tallystick.domain.Decision.Refused;
import tallystick.domain.LedgerCommand.Caps;
import tallystick.domain.LedgerCommand.Quotas;
import tallystick.domain.LedgerEvent.Caps.BilateralCapSet;
import tallystick.domain.LedgerEvent.Caps.NetDebitCapSet;
import tallystick.domain.LedgerEvent.Quotas.QuotaRemoved;
import tallystick.domain.LedgerEvent.Quotas.QuotaSet;
import tallystick.domain.RefusalCode;
import tallystick.domain.quota.QuotaMeasure;
import tallystick.domain.quota.QuotaTerms;

/** Decides limits: quotas on consumption and caps between operators. */
final class QuotaDecider {

    private static final int BASIS_POINTS = 10_000;

    private QuotaDecider() {}

    static Decision decide(Quotas command, LedgerState state) {
        return switch (command) {
            case Quotas.SetQuota c -> {
                Refused refused = check(c.terms(), state);
                yield refused != null
                        ? refused
                        : accepted(c.terms().quota(), new QuotaSet(c.terms()));
            }
            case Quotas.RemoveQuota c ->
                    state.quotas.find(c.quota()) == null
                            ? refused(RefusalCode.NOT_FOUND, "quota", "does not exist")
                            : accepted(c.quota(), new QuotaRemoved(c.quota()));
        };
    }

    private static @Nullable Refused check(QuotaTerms terms, LedgerState state) {
        return first(
                name("quota", terms.quota()),
                amount("limit", terms.limit()),
                amount("burst", terms.burst()),
                terms.tokenClass() != null && terms.measure() != QuotaMeasure.TOKENS
                        ? invalid("class", "goes with the measure tokens only")
                        : null,
                measured(terms),
                subject(terms, state),
                state.quotas.size() >= QuotaBook.MAX_QUOTAS
                                && state.quotas.find(terms.quota()) == null
                        ? refused(RefusalCode.LIMIT_REACHED, "quota", "the ledger takes no more")
                        : null);
    }

    private static @Nullable Refused measured(QuotaTerms terms) {
        return terms.measure() == QuotaMeasure.MONEY
                ? ReferenceDecider.asset("asset", terms.asset())
                : terms.asset().isEmpty()
                        ? null
                        : invalid("asset", "goes with the measure money only");
    }

    private static @Nullable Refused subject(QuotaTerms terms, LedgerState state) {
        String subject = terms.subject();
        return switch (terms.scope()) {
            case OPERATOR -> known("subject", subject, state.names.operators);
            case TENANT -> known("subject", subject, state.names.tenants);
            case WALLET -> known("subject", subject, state.names.wallets);
            case MODEL -> known("subject", subject, state.names.models);
            case API_KEY -> name("subject", subject);
            case JURISDICTION -> FieldCheck.jurisdiction("subject", subject);
        };
    }

    static Decision decide(Caps command, LedgerState state) {
        return switch (command) {
            case Caps.SetBilateralCap c -> bilateral(c, state);
            case Caps.SetNetDebitCap c -> netDebit(c, state);
        };
    }

    private static Decision bilateral(Caps.SetBilateralCap c, LedgerState state) {
        Refused refused =
                first(
                        amount("cap", c.cap()),
                        ReferenceDecider.asset("asset", c.asset()),
                        known("home_operator", c.homeOperator(), state.names.operators),
                        known("serving_operator", c.servingOperator(), state.names.operators),
                        known("asset", c.asset(), state.names.assets),
                        c.homeOperator().equals(c.servingOperator())
                                ? invalid("serving_operator", "must be another operator")
                                : null);
        return refused != null
                ? refused
                : accepted(
                        c.homeOperator(),
                        new BilateralCapSet(
                                c.homeOperator(), c.servingOperator(), c.asset(), c.cap()));
    }

    private static Decision netDebit(Caps.SetNetDebitCap c, LedgerState state) {
        Refused refused =
                first(
                        amount("cap", c.cap()),
                        ReferenceDecider.asset("asset", c.asset()),
                        c.haircutBasisPoints() < 0 || c.haircutBasisPoints() > BASIS_POINTS
                                ? invalid("haircut_basis_points", "must be 0 to 10000")
                                : null,
                        known("operator", c.operator(), state.names.operators),
                        known("asset", c.asset(), state.names.assets));
        return refused != null
                ? refused
                : accepted(
                        c.operator(),
                        new NetDebitCapSet(
                                c.operator(), c.asset(), c.cap(), c.haircutBasisPoints()));
    }
}
