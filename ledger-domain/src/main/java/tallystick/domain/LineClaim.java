package tallystick.domain;

import tallystick.domain.money.Pico;

/**
 * What is disputed, or granted, of a statement's line.
 *
 * @param line its number on the statement, from 0
 * @param amount more than 0, whole minor units
 */
public record LineClaim(int line, Pico amount) {}
