/**
 * The application: nothing here knows a rule of the ledger, and everything it does is journaled.
 */
@NullMarked
package tallystick.app;

import org.jspecify.annotations.NullMarked;
