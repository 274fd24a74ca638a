/** Tariffs, retail and inter-operator: versioned, never edited, integer pico-units per token. */
@NullMarked
package tallystick.domain.rating;

import org.jspecify.annotations.NullMarked;
