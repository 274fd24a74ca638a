/** API keys: made once, shown once, taken back for good. */
@NullMarked
package tallystick.app.api.key;

import org.jspecify.annotations.NullMarked;
