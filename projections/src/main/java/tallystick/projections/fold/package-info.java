/** Sums in memory before any SQL: adding a record allocates nothing and is exact. */
@NullMarked
package tallystick.projections.fold;

import org.jspecify.annotations.NullMarked;
