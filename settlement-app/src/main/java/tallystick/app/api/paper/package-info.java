/**
 * Documents of settlement windows: each is made of what the journal says, and is the same whenever
 * it is asked for.
 */
@NullMarked
package tallystick.app.api.paper;

import org.jspecify.annotations.NullMarked;
