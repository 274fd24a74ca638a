@NullMarked
package tallystick.engine.witness;

import org.jspecify.annotations.NullMarked;
