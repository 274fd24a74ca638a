@NullMarked
package tallystick.client;

import org.jspecify.annotations.NullMarked;
