/** Reference data as registered: rows are added, never changed; only limits are replaced. */
@NullMarked
package tallystick.projections.reference;

import org.jspecify.annotations.NullMarked;
