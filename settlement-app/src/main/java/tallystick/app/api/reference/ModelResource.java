package tallystick.app.api.reference;

import tallystick.app.api.Wire;
import tallystick.app.api.WireText;
import tallystick.domain.LedgerCommand.Reference.RegisterModel;
import tallystick.projections.reference.ReferenceView;

/** A model as the API shows it. */
@Wire
record ModelResource(String model, String position) {

    static ModelResource of(RegisterModel command, long position) {
        return new ModelResource(command.model(), WireText.position(position));
    }

    static ModelResource of(ReferenceView.Model row) {
        return new ModelResource(row.model(), WireText.position(row.position()));
    }
}
