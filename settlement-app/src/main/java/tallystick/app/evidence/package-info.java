/** What vendors said about usage, verbatim, beside the journal and with a retention of its own. */
@NullMarked
package tallystick.app.evidence;

import org.jspecify.annotations.NullMarked;
