@NullMarked
package tallystick.engine.tlog;

import org.jspecify.annotations.NullMarked;
