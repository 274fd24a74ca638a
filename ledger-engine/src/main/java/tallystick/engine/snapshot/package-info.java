/**
 * The ledger's state on disk, so that a start need not replay everything. A snapshot is a cache: it
 * is made of the journal, is used only when every check on it holds, and gives the same ledger to
 * the bit that a replay from the first event gives.
 */
@NullMarked
package tallystick.engine.snapshot;

import org.jspecify.annotations.NullMarked;
