@NullMarked
package tallystick.app.api.contract;

import org.jspecify.annotations.NullMarked;
