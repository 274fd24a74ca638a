package tallystick.app.api.cash;

import tallystick.app.iso20022.Uetr;

/**
 * What an operator is to put on the payment with which it pays in for a window: the same whenever
 * it is asked for, and no leg's.
 */
public final class PayInReference {

    private PayInReference() {}

    /** The reference of a window's debtor in an asset. */
    public static Uetr of(String window, String operator, String asset) {
        return Uetr.of("pay-in", window, operator, asset);
    }
}
