/** Classes that break a wall on purpose, so that the walls' test is seen to fail. */
@NullMarked
package tallystick.client.brokenwall;

import org.jspecify.annotations.NullMarked;
