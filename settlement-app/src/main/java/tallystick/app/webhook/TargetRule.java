package tallystick.app.webhook;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which URLs an endpoint may have. What its name stands for is looked up, and judged, whenever
 * something is sent: an answer of today says nothing of tomorrow's.
 */
public final class TargetRule {

    private static final int MOST_CHARS = 2_048;

    private final AddressRule addresses;

    public TargetRule(AddressRule addresses) {
        this.addresses = addresses;
    }

    /** The rule that a URL breaks, null for none. */
    public @Nullable String broken(String url) {
        if (url.length() > MOST_CHARS) {
            return "must have at most " + MOST_CHARS + " characters";
        }
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException malformed) {
            return "must be a URL (RFC 3986)";
        }
        String host = uri.getHost();
        if (host == null || uri.isOpaque()) {
            return "must have a host";
        }
        if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            return "must have no user information and no fragment";
        }
        if (uri.getPort() > 65_535 || uri.getPort() == 0) {
            return "must have a port from 1 to 65535, or none";
        }
        return brokenPlace(String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT), host);
    }

    private @Nullable String brokenPlace(String scheme, String host) {
        List<InetAddress> literals = literals(host);
        boolean isLocal =
                isLocalName(host)
                        || (!literals.isEmpty()
                                && literals.stream().allMatch(InetAddress::isLoopbackAddress));
        if (isLocal && addresses.isLoopbackAllowed()) {
            return scheme.equals("https") || scheme.equals("http") ? null : "must be http or https";
        }
        if (!scheme.equals("https")) {
            return "must be https";
        }
        if (isLocal || !literals.stream().allMatch(addresses::allows)) {
            return "must lead to a public address";
        }
        return null;
    }

    private static boolean isLocalName(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        String bare = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        return bare.equals("localhost") || bare.endsWith(".localhost");
    }

    /** The addresses that a host is, read as one resolver or another does; none for a name. */
    private static List<InetAddress> literals(String host) {
        List<InetAddress> literals = new ArrayList<>();
        try {
            literals.add(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException notCommon) {
            // Perhaps it is one of the notations below.
        }
        try {
            literals.add(Inet4Address.ofPosixLiteral(host));
        } catch (IllegalArgumentException aName) {
            // Then it is looked up when something is sent.
        }
        return literals;
    }
}
