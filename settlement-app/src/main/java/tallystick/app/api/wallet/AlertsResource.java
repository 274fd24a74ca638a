package tallystick.app.api.wallet;

import java.util.List;
import tallystick.app.api.Wire;
import tallystick.app.api.WireText;
import tallystick.domain.Answer;
import tallystick.domain.LedgerCommand.Wallets.SetAlerts;
import tallystick.domain.money.Pico;

/** The posted balances whose downward crossing is told. */
@Wire
record AlertsResource(String wallet, List<String> thresholds, String position) {

    static AlertsResource of(SetAlerts command, Answer answer) {
        return new AlertsResource(
                command.wallet(),
                command.thresholds().stream().map(Pico::toDecimalString).toList(),
                WireText.position(answer.position()));
    }
}
