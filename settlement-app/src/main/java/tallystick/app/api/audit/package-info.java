/** What is proved from the journal: the stored bytes of events. */
@NullMarked
package tallystick.app.api.audit;

import org.jspecify.annotations.NullMarked;
