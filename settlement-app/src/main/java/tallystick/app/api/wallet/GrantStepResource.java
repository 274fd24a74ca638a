package tallystick.app.api.wallet;

import tallystick.app.api.Wire;
import tallystick.app.api.WireText;
import tallystick.domain.Answer;

/** A grant right after a step. */
@Wire
record GrantStepResource(String grant, String wallet, String state, String position) {

    static GrantStepResource voided(String wallet, String grant, Answer answer) {
        return new GrantStepResource(grant, wallet, "voided", WireText.position(answer.position()));
    }
}
