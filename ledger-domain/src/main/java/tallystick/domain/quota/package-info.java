/** Limits on consumption: what was consumed or is held never exceeds a hard quota by a request. */
@NullMarked
package tallystick.domain.quota;

import org.jspecify.annotations.NullMarked;
