@NullMarked
package tallystick.app.person;

import org.jspecify.annotations.NullMarked;
