package tallystick.app.api.reference;

import tallystick.app.api.Wire;
import tallystick.app.api.WireText;
import tallystick.domain.LedgerCommand.Reference.RegisterFactory;
import tallystick.projections.reference.ReferenceView;

/** A factory as the API shows it. */
@Wire
record FactoryResource(String factory, String operator, String jurisdiction, String position) {

    static FactoryResource of(RegisterFactory command, long position) {
        return new FactoryResource(
                command.factory(),
                command.operator(),
                command.jurisdiction(),
                WireText.position(position));
    }

    static FactoryResource of(ReferenceView.Factory row) {
        return new FactoryResource(
                row.factory(),
                row.operator(),
                row.jurisdiction(),
                WireText.position(row.position()));
    }
}
