@NullMarked
package tallystick.app.api.settlement;

import org.jspecify.annotations.NullMarked;
