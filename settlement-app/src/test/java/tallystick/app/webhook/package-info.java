/** Tests of events out. */
@NullUnmarked
package tallystick.app.webhook;

import org.jspecify.annotations.NullUnmarked;
