/**
 * Keeping the tables: tried again, folded anew and compared while processors go on and readers
 * read. Nothing here is needed to fold; everything here reads the journal for itself.
 */
@NullMarked
package tallystick.projections.upkeep;

import org.jspecify.annotations.NullMarked;
