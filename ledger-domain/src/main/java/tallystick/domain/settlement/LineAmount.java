package tallystick.domain.settlement;

/**
 * A part of a statement's line.
 *
 * @param line its number on the statement, from 0
 * @param minor minor units, more than 0
 */
public record LineAmount(int line, long minor) {}
