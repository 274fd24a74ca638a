@NullMarked
package tallystick.engine.index;

import org.jspecify.annotations.NullMarked;
