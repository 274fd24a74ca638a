/** An independent fold: tables that differ from it are named, never repaired here. */
@NullMarked
package tallystick.projections.check;

import org.jspecify.annotations.NullMarked;
