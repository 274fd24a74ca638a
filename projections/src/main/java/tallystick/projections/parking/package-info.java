/**
 * What cannot be folded is set aside with its sequence and nothing else is: at every position, the
 * tables hold every event except those of a parked sequence from its position on.
 */
@NullMarked
package tallystick.projections.parking;

import org.jspecify.annotations.NullMarked;
