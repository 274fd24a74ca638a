package tallystick.app.webhook;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;

/**
 * Which addresses may be sent to: those that are globally reachable by the registries of special
 * purpose addresses (RFC 6890 and its updates), and no other. Of IPv6, only what is of 2000::/3 is
 * looked at; ranges in it that carry an IPv4 address (6to4, Teredo) are refused whole, and NAT64,
 * IPv4-mapped, unique local, link-local and multicast addresses are outside of it.
 */
public final class AddressRule {

    private static final List<Range> REFUSED =
            List.of(
                    // RFC 6890 and updates, IPv4
                    Range.of("0.0.0.0", 8),
                    Range.of("10.0.0.0", 8),
                    Range.of("100.64.0.0", 10),
                    Range.of("127.0.0.0", 8),
                    Range.of("169.254.0.0", 16),
                    Range.of("172.16.0.0", 12),
                    Range.of("192.0.0.0", 24),
                    Range.of("192.0.2.0", 24),
                    Range.of("192.88.99.0", 24),
                    Range.of("192.168.0.0", 16),
                    Range.of("198.18.0.0", 15),
                    Range.of("198.51.100.0", 24),
                    Range.of("203.0.113.0", 24),
                    Range.of("224.0.0.0", 4),
                    Range.of("240.0.0.0", 4),
                    // IPv6 within 2000::/3
                    Range.of("2001::", 23),
                    Range.of("2001:db8::", 32),
                    Range.of("2002::", 16),
                    Range.of("3fff::", 20));

    private static final Range GLOBAL_UNICAST = Range.of("2000::", 3);

    private final boolean loopbackAllowed;

    /**
     * @param loopbackAllowed whether loopback may be sent to as well: for demonstrations and tests
     */
    public AddressRule(boolean loopbackAllowed) {
        this.loopbackAllowed = loopbackAllowed;
    }

    /** Whether loopback may be sent to as well. */
    public boolean isLoopbackAllowed() {
        return loopbackAllowed;
    }

    /** Whether an address may be sent to. */
    public boolean allows(InetAddress address) {
        if (address.isLoopbackAddress()) {
            return loopbackAllowed;
        }
        return switch (address) {
            case Inet4Address _ -> REFUSED.stream().noneMatch(range -> range.has(address));
            case Inet6Address _ ->
                    GLOBAL_UNICAST.has(address)
                            && REFUSED.stream().noneMatch(range -> range.has(address));
            default -> false;
        };
    }

    /** The addresses that begin with some bits. */
    private static final class Range {

        private final byte[] begin;
        private final int bits;

        private Range(byte[] begin, int bits) {
            this.begin = begin;
            this.bits = bits;
        }

        static Range of(String literal, int bits) {
            return new Range(InetAddress.ofLiteral(literal).getAddress(), bits);
        }

        boolean has(InetAddress address) {
            byte[] bytes = address.getAddress();
            if (bytes.length != begin.length) {
                return false;
            }
            for (int i = 0; i < bits; i++) {
                int mask = 0x80 >> (i % 8);
                if ((bytes[i / 8] & mask) != (begin[i / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }
}
