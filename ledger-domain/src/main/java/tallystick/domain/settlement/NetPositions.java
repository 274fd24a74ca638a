package tallystick.domain.settlement;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The multilateral net positions of one asset. They sum to 0 (I6), which the constructor checks: no
 * set of positions that creates or loses money can be written down.
 *
 * @param asset what they are counted in
 * @param minor minor units by operator (or residual account): positive is to receive
 */
public record NetPositions(String asset, SortedMap<String, Long> minor) {

    /**
     * @throws IllegalArgumentException when the positions do not sum to 0
     */
    public NetPositions {
        ArgumentCheck.name("asset", asset);
        minor = Canonical.sorted(minor);
        BigInteger sum = BigInteger.ZERO;
        for (long position : minor.values()) {
            sum = sum.add(BigInteger.valueOf(position));
        }
        ArgumentCheck.that(sum.signum() == 0, "minor", "must sum to 0, not to " + sum);
    }

    /** The position of {@code operator}, 0 for one that is not there. */
    public long minor(String operator) {
        return minor.getOrDefault(operator, 0L);
    }

    /** Σ of the positions to receive: the money that moves. */
    public long movedMinor() {
        long moved = 0;
        for (long position : minor.values()) {
            moved = Math.addExact(moved, Math.max(position, 0));
        }
        return moved;
    }

    /**
     * The positions of both together, over the operators of either.
     *
     * @throws IllegalArgumentException when the other is of another asset
     * @throws ArithmeticException when a position leaves 63 bits of minor units
     */
    public NetPositions plus(NetPositions other) {
        ArgumentCheck.that(asset.equals(other.asset), "asset", "must be " + asset + " in both");
        SortedMap<String, Long> sum = new TreeMap<>(minor);
        other.minor.forEach((operator, position) -> sum.merge(operator, position, Math::addExact));
        return new NetPositions(asset, sum);
    }

    /**
     * This less the other, over the operators of either.
     *
     * @throws IllegalArgumentException when the other is of another asset
     * @throws ArithmeticException when a position leaves 63 bits of minor units
     */
    public NetPositions minus(NetPositions other) {
        SortedMap<String, Long> negative = new TreeMap<>();
        other.minor.forEach(
                (operator, position) -> negative.put(operator, Math.negateExact(position)));
        return plus(new NetPositions(other.asset, negative));
    }

    /** The positions one by one, in order of the operators. */
    public List<NetPosition> each() {
        List<NetPosition> result = new ArrayList<>();
        minor.forEach(
                (operator, position) -> result.add(new NetPosition(asset, operator, position)));
        return List.copyOf(result);
    }
}
