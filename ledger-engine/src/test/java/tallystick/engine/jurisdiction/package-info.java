@NullMarked
package tallystick.engine.jurisdiction;

import org.jspecify.annotations.NullMarked;
