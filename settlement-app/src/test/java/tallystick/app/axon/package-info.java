/** Tests of Axon's bus and store on the ring, against real parts. */
@NullUnmarked
package tallystick.app.axon;

import org.jspecify.annotations.NullUnmarked;
