/** Settlement windows and their documents, as journaled: nothing is computed here. */
@NullMarked
package tallystick.projections.settlement;

import org.jspecify.annotations.NullMarked;
