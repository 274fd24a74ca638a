/**
 * Who used which model, hour by hour: every recorded line is counted once, accepted or waiting in
 * suspense.
 */
@NullMarked
package tallystick.projections.usage;

import org.jspecify.annotations.NullMarked;
