package tallystick.app.api.reference;

import org.jspecify.annotations.Nullable;
import tallystick.app.api.Wire;
import tallystick.app.api.WireText;
import tallystick.domain.LedgerCommand.Reference.RegisterOperator;
import tallystick.projections.reference.ReferenceView;

/** An operator as the API shows it. */
@Wire
record OperatorResource(
        String operator,
        String country,
        String currency,
        @Nullable String publicKey,
        String position) {

    static OperatorResource of(RegisterOperator command, long position) {
        return new OperatorResource(
                command.operator(),
                command.country(),
                command.currency(),
                known(command.publicKey()),
                WireText.position(position));
    }

    static OperatorResource of(ReferenceView.Operator row) {
        return new OperatorResource(
                row.operator(),
                row.country(),
                row.currency(),
                known(row.publicKey()),
                WireText.position(row.position()));
    }

    private static @Nullable String known(String publicKey) {
        return publicKey.isEmpty() ? null : publicKey;
    }
}
