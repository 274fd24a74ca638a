/**
 * Personal data: an event has nothing but a salted commitment to it; what opens the commitment lies
 * in a store beside the journal, encrypted with a key of the person's own, and can be deleted.
 * Whatever the journal, the log and the tables say of a person stays true, and says no more who it
 * was.
 */
@NullMarked
package tallystick.app.person;

import org.jspecify.annotations.NullMarked;
