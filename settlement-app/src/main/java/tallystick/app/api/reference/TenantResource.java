package tallystick.app.api.reference;

import tallystick.app.api.Wire;
import tallystick.app.api.WireText;
import tallystick.domain.LedgerCommand.Reference.RegisterTenant;
import tallystick.projections.reference.ReferenceView;

/** A tenant as the API shows it. */
@Wire
record TenantResource(String tenant, String operator, String position) {

    static TenantResource of(RegisterTenant command, long position) {
        return new TenantResource(
                command.tenant(), command.operator(), WireText.position(position));
    }

    static TenantResource of(ReferenceView.Tenant row) {
        return new TenantResource(row.tenant(), row.operator(), WireText.position(row.position()));
    }
}
