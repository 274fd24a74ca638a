/** Personal data: kept beside the journal, committed to in it, read, erased, held. */
@NullMarked
package tallystick.app.api.person;

import org.jspecify.annotations.NullMarked;
