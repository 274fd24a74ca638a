package tallystick.domain.settlement;

/**
 * A payment out of a resource of the {@link Waterfall}.
 *
 * @param asset what it is counted in
 * @param resource {@link Waterfall#COLLATERAL} or {@link Waterfall#LOSS_SHARING}
 * @param payer whose collateral it is
 * @param minor minor units, more than 0
 */
public record DefaultDraw(String asset, String resource, String payer, long minor) {}
