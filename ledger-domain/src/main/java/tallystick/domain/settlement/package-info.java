/**
 * Settlement as pure functions of a sealed set: statements, rounding by largest remainder,
 * bilateral and multilateral netting.
 */
@NullMarked
package tallystick.domain.settlement;

import org.jspecify.annotations.NullMarked;
