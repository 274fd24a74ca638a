/**
 * A log as one file, and its verification with nothing else but keys: every hash, every encoding,
 * every rating and statement again from the raw events.
 */
@NullMarked
package tallystick.engine.audit;

import org.jspecify.annotations.NullMarked;
