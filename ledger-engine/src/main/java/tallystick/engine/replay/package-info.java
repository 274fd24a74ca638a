/**
 * Reading the journal back: whoever reads sees every event once, in order of position, and never
 * one that is not durable.
 */
@NullMarked
package tallystick.engine.replay;

import org.jspecify.annotations.NullMarked;
