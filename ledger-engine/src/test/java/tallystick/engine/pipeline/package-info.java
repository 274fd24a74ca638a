/** Tests of the stages' own parts. */
@NullMarked
package tallystick.engine.pipeline;

import org.jspecify.annotations.NullMarked;
