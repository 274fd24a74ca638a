@NullMarked
package tallystick.loadgen.engine;

import org.jspecify.annotations.NullMarked;
