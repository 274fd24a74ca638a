/** Tests of the binary ingest: real sockets, a real engine, a real journal on disk. */
@NullMarked
package tallystick.engine.ingest;

import org.jspecify.annotations.NullMarked;
