package tallystick.app.api.wallet;

import tallystick.app.api.Wire;
import tallystick.app.api.WireText;
import tallystick.domain.Answer;
import tallystick.domain.LedgerCommand.Wallets.TransferCredit;

/** Credit moved from one wallet to another. */
@Wire
record TransferResource(
        String transfer,
        String fromWallet,
        String toWallet,
        String amount,
        String asset,
        String position) {

    static TransferResource of(TransferCredit command, Answer answer) {
        return new TransferResource(
                answer.resource(),
                command.fromWallet(),
                command.toWallet(),
                command.amount().toDecimalString(),
                command.asset(),
                WireText.position(answer.position()));
    }
}
