@NullMarked
package tallystick.app.api.tlog;

import org.jspecify.annotations.NullMarked;
