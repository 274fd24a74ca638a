/** Tests of the steps that the system takes on its own. */
@NullUnmarked
package tallystick.app.process;

import org.jspecify.annotations.NullUnmarked;
