/** Projections on a real PostgreSQL, fed by the real ledger through real Axon processors. */
@NullMarked
package tallystick.projections;

import org.jspecify.annotations.NullMarked;
