/** The tables about themselves: how far, what is parked, and the means to mend them. */
@NullMarked
package tallystick.app.api.projections;

import org.jspecify.annotations.NullMarked;
