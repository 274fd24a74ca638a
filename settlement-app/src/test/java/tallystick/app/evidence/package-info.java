/** Tests of what is kept of vendors' words. */
@NullMarked
package tallystick.app.evidence;

import org.jspecify.annotations.NullMarked;
