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
        operatorCountries =
                operators.stream().mapToInt(o -> Jurisdiction.pack(o.country())).toArray();
    }

    void register(FactoryRegistered event) {
        names.factories.add(event.factory());
        factories.add(event);
        factoryJurisdictions =
                factories.stream().mapToInt(f -> Jurisdiction.pack(f.jurisdiction())).toArray();
    }

    void register(TenantRegistered event) {
        names.tenants.add(event.tenant());
        tenantOperators.add(names.operators.refOf(event.operator()));
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
}
