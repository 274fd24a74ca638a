package tallystick.app.api.wallet;

import tallystick.app.api.Wire;
import tallystick.app.api.WireText;
import tallystick.domain.Answer;

/** Whether a wallet takes new holds: {@code open}, or {@code suspended}. */
@Wire
record WalletStateResource(String wallet, String state, String position) {

    static WalletStateResource of(String wallet, String state, Answer answer) {
        return new WalletStateResource(wallet, state, WireText.position(answer.position()));
    }
}
