package tallystick.domain.ledger;

import tallystick.domain.money.Pico;

/**
 * One side of a double entry.
 *
 * @param account its name, such as {@code revenue.retail/op-kr}
 * @param book the operator whose book it is in
 * @param asset what it is counted in
 * @param wholesale between operators: not for the customer's eyes
 * @param debit else credit
 * @param amount 0 or more
 */
public record Posting(
        String account, String book, String asset, boolean wholesale, boolean debit, Pico amount) {}
