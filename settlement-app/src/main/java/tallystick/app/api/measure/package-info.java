/** What measurements compare with; there only when it is asked for. */
@NullMarked
package tallystick.app.api.measure;

import org.jspecify.annotations.NullMarked;
