/**
 * The engine as others see it: requests go in, answers come out once their events are durable, and
 * readers follow the journal without ever passing the last forced position.
 */
@NullMarked
package tallystick.engine;

import org.jspecify.annotations.NullMarked;
