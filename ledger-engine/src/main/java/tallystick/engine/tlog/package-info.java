/**
 * The transparency log behind the journal: leaf index = journal position, leaf = stored bytes of
 * the event. Static files after C2SP tlog-tiles; nothing is signed that was not derived again from
 * the bytes on disk, and nothing that is not an extension of what was signed before.
 */
@NullMarked
package tallystick.engine.tlog;

import org.jspecify.annotations.NullMarked;
