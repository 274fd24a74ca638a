/** Settlement windows, statements, net positions and exposure. */
@NullMarked
package tallystick.app.api.settlement;

import org.jspecify.annotations.NullMarked;
