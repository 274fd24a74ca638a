package tallystick.app.iso20022;

import java.time.LocalDate;

/**
 * A payment of one institution to another that settles a part of a window.
 *
 * @param uetr what tells it from every other payment, the same whenever it is instructed
 * @param valueDate the day on which it is to settle
 * @param window the settlement window, 1 … 100 characters
 */
public record PaymentLeg(
        Uetr uetr,
        Institution debtor,
        Institution creditor,
        CurrencyAmount amount,
        LocalDate valueDate,
        String window) {

    private static final int MOST = 100;

    public PaymentLeg {
        MessageFault.require(
                !debtor.bic().equals(creditor.bic()), "Cdtr", "must be another than Dbtr");
        requireWindow(window);
    }

    static void requireWindow(String window) {
        MessageFault.require(
                !window.isBlank()
                        && window.length() <= MOST
                        && window.chars().noneMatch(Character::isISOControl),
                "window",
                "must be 1 to " + MOST + " characters without control characters");
    }
}
