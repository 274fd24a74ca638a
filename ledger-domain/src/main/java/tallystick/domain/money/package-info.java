/**
 * Exact money: signed 128-bit integers of pico-units (10<sup>-12</sup>) of one asset. Nothing
 * rounds here, and overflow is thrown, never wrapped.
 */
@NullMarked
package tallystick.domain.money;

import org.jspecify.annotations.NullMarked;
