package tallystick.app.wiring;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import tallystick.app.security.SecurityMode;

/** Says at start who can reach the server. */
final class OpenDoorsNotice implements ApplicationListener<WebServerInitializedEvent> {

    private static final Logger LOG = LoggerFactory.getLogger(OpenDoorsNotice.class);

    private final @Nullable InetAddress address;
    private final boolean hasTls;
    private final SecurityMode mode;

    OpenDoorsNotice(@Nullable InetAddress address, boolean hasTls, SecurityMode mode) {
        this.address = address;
        this.hasTls = hasTls;
        this.mode = mode;
    }

    @Override
    public void onApplicationEvent(WebServerInitializedEvent started) {
        int port = started.getWebServer().getPort();
        String scheme = hasTls ? "https" : "http";
        if (mode.isOpen()) {
            // Nowhere but on loopback: see DoorGuard.
            LOG.info(
                    "open without login on {}://{}:{}, to this machine only",
                    scheme,
                    address == null ? "" : address.getHostAddress(),
                    port);
        } else {
            LOG.info(
                    "open on {}://{}:{} to whoever has {}",
                    scheme,
                    address == null ? "*" : address.getHostAddress(),
                    port,
                    switch (mode) {
                        case KEYS -> "an API key";
                        case OAUTH2 -> "an access token of the issuer";
                        case BOTH, OPEN -> "an API key or an access token of the issuer";
                    });
        }
    }
}
