package tallystick.app.iso20022;

/**
 * What one participant pays or is paid in a multilateral settlement.
 *
 * @param uetr what tells it from every other payment; goes out without its dashes
 * @param pays whether it pays; else it is paid
 */
public record NetMovement(
        Uetr uetr, Institution participant, CurrencyAmount amount, boolean pays) {}
