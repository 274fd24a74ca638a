/**
 * Usage that could not be rated: what waits, and the two persons who release in spite of time or
 * residency.
 */
@NullMarked
package tallystick.app.api.suspense;

import org.jspecify.annotations.NullMarked;
