/** What the node measures of itself, for those who watch it. */
@NullMarked
package tallystick.app.api.metrics;

import org.jspecify.annotations.NullMarked;
