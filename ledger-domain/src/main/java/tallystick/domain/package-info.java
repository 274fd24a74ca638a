/**
 * The vocabulary of the ledger: every command that may be asked, every event that may happen and
 * every way a request may be refused. Nothing here does I/O, reads a clock or draws a random
 * number.
 */
@NullMarked
package tallystick.domain;

import org.jspecify.annotations.NullMarked;
