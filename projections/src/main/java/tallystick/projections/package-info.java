/**
 * What the journal's events add up to, as tables: rows, progress and Axon's token of a projection
 * commit in one transaction, so every entry counts exactly once, and any table can be dropped and
 * folded again from the journal.
 */
@NullMarked
package tallystick.projections;

import org.jspecify.annotations.NullMarked;
