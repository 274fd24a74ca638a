/**
 * The live page and what feeds it: a summary of the views, at most once a second however many look,
 * and never a cost to the ring.
 */
@NullMarked
package tallystick.app.console;

import org.jspecify.annotations.NullMarked;
