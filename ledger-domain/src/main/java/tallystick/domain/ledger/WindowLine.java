package tallystick.domain.ledger;

import java.util.List;
import tallystick.domain.money.Pico;

/**
 * A sum of roaming usage in a window.
 *
 * @param key what is summed
 * @param records usage records in it
 * @param tokens tokens per class
 * @param amount exact wholesale charge
 */
record WindowLine(Window.LineKey key, long records, List<Long> tokens, Pico amount) {}
