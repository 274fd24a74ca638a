package tallystick.domain.ledger;

import java.util.ArrayList;
import java.util.List;
import tallystick.domain.LedgerEvent.Reference.FactoryRegistered;
import tallystick.domain.LedgerEvent.Reference.OperatorRegistered;
import tallystick.domain.LedgerEvent.Reference.TenantRegistered;

/** Operators, factories, models and tenants by dense number. */
final class ReferenceBook {

    private final Names names;
    private final List<OperatorRegistered> operators = new ArrayList<>();
    private final List<FactoryRegistered> factories = new ArrayList<>();
    private final List<Integer> tenantOperators = new ArrayList<>();
    private int[] operatorCountries = new int[0];
    private int[] factoryJurisdictions = new int[0];

    ReferenceBook(Names names) {
        this.names = names;
    }

    void register(OperatorRegistered event) {
        names.operators.add(event.operator());
        names.assets.intern(event.currency());
        operators.add(event);
        packJurisdictions();
    }

    void register(FactoryRegistered event) {
        names.factories.add(event.factory());
        factories.add(event);
        packJurisdictions();
    }

    private void packJurisdictions() {
        operatorCountries =
                operators.stream().mapToInt(o -> Jurisdiction.pack(o.country())).toArray();
        factoryJurisdictions =
                factories.stream().mapToInt(f -> Jurisdiction.pack(f.jurisdiction())).toArray();
    }

    void register(TenantRegistered event) {
        names.tenants.add(event.tenant());
        tenantOperators.add(names.operators.refOf(event.operator()));
    }

    /** An operator's Ed25519 key, base64; empty when it has none, or is not known. */
    String publicKeyOf(String operator) {
        int ref = names.operators.refOf(operator);
        return ref < 0 ? "" : operators.get(ref).publicKey();
    }

    int countryOf(int operatorRef) {
        return operatorCountries[operatorRef];
    }

    int jurisdictionOf(int factoryRef) {
        return factoryJurisdictions[factoryRef];
    }

    int operatorOfFactory(int factoryRef) {
        return names.operators.refOf(factories.get(factoryRef).operator());
    }

    int operatorOfTenant(int tenantRef) {
        return tenantOperators.get(tenantRef);
    }

    void digestInto(StateDigest digest) {
        operators.forEach(operator -> digest.text(operator.toString()));
        factories.forEach(factory -> digest.text(factory.toString()));
        tenantOperators.forEach(digest::number);
    }

    void saveInto(StateWriter out) {
        out.section("reference").number(operators.size());
        for (OperatorRegistered operator : operators) {
            out.text(operator.operator()).text(operator.country());
            out.text(operator.currency()).text(operator.publicKey());
        }
        out.number(factories.size());
        for (FactoryRegistered factory : factories) {
            out.text(factory.factory()).text(factory.operator()).text(factory.jurisdiction());
        }
        out.number(tenantOperators.size());
        tenantOperators.forEach(out::number);
    }

    void load(StateReader in) {
        in.section("reference");
        operators.addAll(
                in.list(() -> new OperatorRegistered(in.text(), in.text(), in.text(), in.text())));
        factories.addAll(in.list(() -> new FactoryRegistered(in.text(), in.text(), in.text())));
        tenantOperators.addAll(in.list(in::ref));
        packJurisdictions();
    }
}
