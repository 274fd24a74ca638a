package tallystick.app.security;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tallystick.app.api.Reads;
import tallystick.app.api.problem.InvalidParam;
import tallystick.app.api.problem.ProblemCode;
import tallystick.app.api.problem.ProblemDocument;
import tallystick.app.api.problem.ProblemException;
import tallystick.domain.ledger.WalletOwner;

/** What somebody is to be bound to must be there, and belong together. */
final class Existing {

    private Existing() {}

    /**
     * Lets an operator, a tenant of it and wallets of that pass.
     *
     * @throws ProblemException 404 when one is missing or another's
     */
    static void require(
            Ownership ownership,
            String operator,
            @Nullable String tenant,
            @Nullable List<String> wallets) {
        if (!ownership.isOperator(operator)) {
            throw Reads.missing("operator");
        }
        if (tenant == null) {
            return;
        }
        if (!operator.equals(ownership.operatorOfTenant(tenant))) {
            throw Reads.missing("tenant");
        }
        List<String> named = wallets == null ? List.of() : wallets;
        Map<String, WalletOwner> owners = ownership.ownersOf(named);
        for (String wallet : named) {
            WalletOwner owner = owners.get(wallet);
            if (owner == null || !owner.tenant().equals(tenant)) {
                throw Reads.missing("wallet");
            }
        }
    }

    static ProblemException broken(String field, String rule) {
        return new ProblemException(
                ProblemDocument.of(
                        ProblemCode.INVALID_REQUEST,
                        field + " " + rule,
                        List.of(new InvalidParam(field, rule))));
    }
}
