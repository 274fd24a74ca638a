/**
 * Load on the engine alone, in this process. What it reports as done it has read back from disk:
 * every acknowledged record is in the journal once, with the facts that were sent, or the run says
 * which is not.
 */
@NullMarked
package tallystick.loadgen.engine;

import org.jspecify.annotations.NullMarked;
