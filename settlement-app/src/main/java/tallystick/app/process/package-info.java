/**
 * Steps that the system takes on its own: each is a command like anyone's, so whatever a process
 * was doing when it died, the journal says where to go on.
 */
@NullMarked
package tallystick.app.process;

import org.jspecify.annotations.NullMarked;
