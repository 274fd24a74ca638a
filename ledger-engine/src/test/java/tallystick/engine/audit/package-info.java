@NullMarked
package tallystick.engine.audit;

import org.jspecify.annotations.NullMarked;
