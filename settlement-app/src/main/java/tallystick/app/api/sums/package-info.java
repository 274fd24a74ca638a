/** Sum trees: each holder's amount is provably inside the total of its window. */
@NullMarked
package tallystick.app.api.sums;

import org.jspecify.annotations.NullMarked;
