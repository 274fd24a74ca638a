package tallystick.domain.ledger;

import tallystick.domain.money.Pico;

/**
 * What is set aside of a grant for a hold.
 *
 * @param grant dense number
 * @param amount more than 0
 */
record HeldShare(int grant, Pico amount) {}
