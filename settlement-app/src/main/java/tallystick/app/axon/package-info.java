/**
 * Axon's bus and event store, implemented on the ring and its journal: a command is answered once
 * its events are on disk, and no reader sees an event before that.
 */
@NullMarked
package tallystick.app.axon;

import org.jspecify.annotations.NullMarked;
