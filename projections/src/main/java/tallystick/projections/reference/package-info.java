/** Reference data as registered: rows are added, never changed. */
@NullMarked
package tallystick.projections.reference;

import org.jspecify.annotations.NullMarked;
