package tallystick.app.wiring;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;

/** Says at start who can reach the server. */
final class OpenDoorsNotice implements ApplicationListener<WebServerInitializedEvent> {

    private static final Logger LOG = LoggerFactory.getLogger(OpenDoorsNotice.class);

    private final @Nullable InetAddress address;

    OpenDoorsNotice(@Nullable InetAddress address) {
        this.address = address;
    }

    @Override
    public void onApplicationEvent(WebServerInitializedEvent started) {
        int port = started.getWebServer().getPort();
        if (address != null && address.isLoopbackAddress()) {
            LOG.info(
                    "open without login on http://{}:{}, to this machine only",
                    address.getHostAddress(),
                    port);
        } else {
            LOG.warn(
                    "OPEN WITHOUT LOGIN to whoever reaches port {} of {}",
                    port,
                    address == null ? "every address of this machine" : address.getHostAddress());
        }
    }
}
