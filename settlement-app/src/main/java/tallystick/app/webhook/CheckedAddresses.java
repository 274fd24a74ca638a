package tallystick.app.webhook;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Looks names up for the sender: what it returns is what is connected to, so that nothing can stand
 * for another address between the check and the connection (DNS rebinding). One address that may
 * not be sent to spoils the name.
 */
final class CheckedAddresses implements DnsResolver {

    /** Looks a name up, once. */
    interface Lookup {
        InetAddress[] of(String host) throws UnknownHostException;
    }

    /** The name leads somewhere that may not be sent to. */
    static final class RefusedAddressException extends UnknownHostException {

        private static final long serialVersionUID = 1L;

        RefusedAddressException() {
            super("the name leads to an address that is not public");
        }
    }

    private final AddressRule rule;
    private final Lookup lookup;

    CheckedAddresses(AddressRule rule, Lookup lookup) {
        this.rule = rule;
        this.lookup = lookup;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] addresses = lookup.of(host);
        for (InetAddress address : addresses) {
            if (!rule.allows(address)) {
                throw new RefusedAddressException();
            }
        }
        return addresses;
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
