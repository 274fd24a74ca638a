package tallystick.app.api.problem;

import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;

/**
 * Answers what fails before any servlet sees it, such as a request line that is none, in the same
 * form as everything else. Made by the server, by name.
 */
public final class ProblemReportValve extends ErrorReportValve {

    private static final int FIRST_ERROR = 400;

    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
        int status = response.getStatus();
        if (status < FIRST_ERROR
                || response.getContentWritten() > 0
                || !response.setErrorReported()) {
            return;
        }
        ProblemDocument problem = ProblemController.ofStatus(status);
        byte[] document = problem.json();
        try {
            response.setStatus(problem.status());
            response.setContentType(ProblemDocument.MEDIA_TYPE);
            response.setContentLength(document.length);
            response.getOutputStream().write(document);
            response.finishResponse();
        } catch (IOException gone) {
            // Nobody is left to be told.
        }
    }
}
