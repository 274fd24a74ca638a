/** What happens to personal data, as the journal has it: nothing in it is personal. */
@NullMarked
package tallystick.app.person.event;

import org.jspecify.annotations.NullMarked;
