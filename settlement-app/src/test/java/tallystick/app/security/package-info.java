/** Attacks on the doors, each with the honest request that passes. */
@NullUnmarked
package tallystick.app.security;

import org.jspecify.annotations.NullUnmarked;
