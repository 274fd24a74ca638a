/** The transparency log as static files, after C2SP tlog-tiles. */
@NullMarked
package tallystick.app.api.tlog;

import org.jspecify.annotations.NullMarked;
