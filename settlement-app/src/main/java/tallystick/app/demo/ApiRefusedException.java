package tallystick.app.demo;

import java.io.IOException;

/** The server refused what the demo needs: its own words. */
final class ApiRefusedException extends IOException {

    private static final long serialVersionUID = 1L;

    ApiRefusedException(String request, int status, String problem) {
        super(request + " was refused with " + status + ": " + problem);
    }
}
