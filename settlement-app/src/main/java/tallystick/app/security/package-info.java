/**
 * Who is there and what they may do: credentials become principals, one table says which role opens
 * which endpoint, and what a principal sees is what is its own. Nothing is open that the table does
 * not open, and no secret is kept: of a key its hash alone.
 */
@NullMarked
package tallystick.app.security;

import org.jspecify.annotations.NullMarked;
