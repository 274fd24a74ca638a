/** Each promise of the journal against real files, for every kind. */
@NullMarked
package tallystick.engine.snapshot;

import org.jspecify.annotations.NullMarked;
