/**
 * Consumption enters here: each item of a batch is accepted, a duplicate, in conflict, suspended or
 * rejected, and a 200 is sent only when every accepted one is on disk.
 */
@NullMarked
package tallystick.app.api.usage;

import org.jspecify.annotations.NullMarked;
