/**
 * What the edge asks about its caller: may this command touch what it names, which rows may a list
 * show, whose cursor is this. Someone else's object is answered as a missing one is.
 */
@NullMarked
package tallystick.app.api.access;

import org.jspecify.annotations.NullMarked;
