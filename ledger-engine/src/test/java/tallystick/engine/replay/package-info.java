@NullMarked
package tallystick.engine.replay;

import org.jspecify.annotations.NullMarked;
