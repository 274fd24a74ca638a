/** Tests of the client library, and a client without manners for tests of the server. */
@NullMarked
package tallystick.engine.client;

import org.jspecify.annotations.NullMarked;
