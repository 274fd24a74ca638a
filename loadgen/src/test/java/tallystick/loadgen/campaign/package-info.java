/** The short forms of the campaigns, and their looks at a journal seen to fail. */
@NullMarked
package tallystick.loadgen.campaign;

import org.jspecify.annotations.NullMarked;
