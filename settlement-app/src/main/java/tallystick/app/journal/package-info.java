/**
 * Administrative acts as events in the ledger's journal: an aggregate of events of the application
 * each, in the form in which Axon's are stored, so that its processors read them like any other.
 */
@NullMarked
package tallystick.app.journal;

import org.jspecify.annotations.NullMarked;
