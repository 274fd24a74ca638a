package tallystick.domain;

import tallystick.domain.money.Pico;

/**
 * Part of an amount that one grant bears.
 *
 * @param grant its name
 * @param amount more than 0
 */
public record GrantShare(String grant, Pico amount) {}
