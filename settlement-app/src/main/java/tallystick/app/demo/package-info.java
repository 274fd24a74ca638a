/**
 * The main job on one machine, from nothing: what it reports as verified was computed from what the
 * client itself sent and from what the running application answers over HTTP, never assumed.
 */
@NullMarked
package tallystick.app.demo;

import org.jspecify.annotations.NullMarked;
