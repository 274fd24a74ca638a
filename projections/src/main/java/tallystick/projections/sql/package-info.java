/** Arrays to PostgreSQL and rows back: amounts pass through integers, never through double. */
@NullMarked
package tallystick.projections.sql;

import org.jspecify.annotations.NullMarked;
