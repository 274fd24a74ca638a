package tallystick.app.api.wallet;

import tallystick.app.api.Wire;
import tallystick.app.api.WireText;
import tallystick.domain.Answer;
import tallystick.domain.LedgerCommand.Wallets.SetAutoTopUp;

/** An arrangement to ask for credit; with an amount of 0 there is none. */
@Wire
record AutoTopUpResource(String wallet, String threshold, String amount, String position) {

    static AutoTopUpResource of(SetAutoTopUp command, Answer answer) {
        return new AutoTopUpResource(
                command.wallet(),
                command.threshold().toDecimalString(),
                command.amount().toDecimalString(),
                WireText.position(answer.position()));
    }
}
