/** Tests of the wiring: whole nodes, and the parts that only the wiring has. */
@NullUnmarked
package tallystick.app.wiring;

import org.jspecify.annotations.NullUnmarked;
