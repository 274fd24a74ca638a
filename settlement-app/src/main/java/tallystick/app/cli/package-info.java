/**
 * The command line: every command has an example in its help, says what it met in one line, and
 * ends with 0 (done), 1 (found or met a failure) or 64 (usage).
 */
@NullMarked
package tallystick.app.cli;

import org.jspecify.annotations.NullMarked;
