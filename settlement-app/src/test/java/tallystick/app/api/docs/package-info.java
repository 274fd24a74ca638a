@NullMarked
package tallystick.app.api.docs;

import org.jspecify.annotations.NullMarked;
