/** Running exposure between operators: every accepted roaming line is in one window's position. */
@NullMarked
package tallystick.projections.position;

import org.jspecify.annotations.NullMarked;
