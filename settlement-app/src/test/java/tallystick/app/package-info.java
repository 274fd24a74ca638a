/** Tests of the application as a whole. */
@NullUnmarked
package tallystick.app;

import org.jspecify.annotations.NullUnmarked;
