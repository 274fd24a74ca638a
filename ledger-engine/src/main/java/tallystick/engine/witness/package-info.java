/**
 * Witnesses after C2SP tlog-witness: each remembers the largest tree it cosigned of every log it
 * knows, and cosigns nothing but extensions of that.
 */
@NullMarked
package tallystick.engine.witness;

import org.jspecify.annotations.NullMarked;
