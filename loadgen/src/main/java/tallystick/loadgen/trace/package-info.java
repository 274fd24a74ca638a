/**
 * Request traces in the format of Azure's public LLM inference traces: what is read is exactly what
 * the file says, line by line, and a generated trace is a function of its seed alone.
 */
@NullMarked
package tallystick.loadgen.trace;

import org.jspecify.annotations.NullMarked;
