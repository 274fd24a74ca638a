package tallystick.app.api.cash;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.RequestBody;
import tallystick.app.api.Utf8Check;
import tallystick.app.api.problem.InvalidParam;
import tallystick.app.api.problem.ProblemCode;
import tallystick.app.api.problem.ProblemDocument;
import tallystick.app.api.problem.ProblemException;
import tallystick.app.iso20022.CashReport;
import tallystick.app.iso20022.CashReportDocument;
import tallystick.app.iso20022.MessageFault;

/**
 * {@code POST /v1/settlement/cash-reports}: a bank's camt.053 or camt.054, by which debtors have
 * paid in and legs are confirmed. Sending it again, or another report of the same entries, does
 * nothing more, so it needs no idempotency key.
 */
@RestController
public final class TakeCashReportController {

    private final CashBooking booking;

    TakeCashReportController(CashBooking booking) {
        this.booking = booking;
    }

    @PostMapping("/v1/settlement/cash-reports")
    CashReportResource take(HttpServletRequest request) throws IOException {
        requireXml(request.getContentType());
        RequestBody body = RequestBody.read(request, CashReportDocument.MOST_CHARS);
        int invalid = Utf8Check.firstInvalid(body.bytes(), body.length());
        if (invalid != Utf8Check.VALID) {
            throw new ProblemException(
                    ProblemCode.MALFORMED_BODY, "the body is not UTF-8 at byte " + invalid);
        }
        return booking.book(
                report(new String(body.bytes(), 0, body.length(), StandardCharsets.UTF_8)),
                request);
    }

    private static CashReport report(String xml) {
        try {
            return CashReportDocument.read(xml);
        } catch (MessageFault fault) {
            throw new ProblemException(
                    ProblemDocument.of(
                            ProblemCode.INVALID_REQUEST,
                            fault.field() + " " + fault.rule(),
                            List.of(new InvalidParam(fault.field(), fault.rule()))));
        }
    }

    private static void requireXml(@Nullable String contentType) {
        try {
            MediaType type = contentType == null ? null : MediaType.parseMediaType(contentType);
            if (type != null
                    && (type.equalsTypeAndSubtype(MediaType.APPLICATION_XML)
                            || type.equalsTypeAndSubtype(MediaType.TEXT_XML))) {
                return;
            }
        } catch (InvalidMediaTypeException malformed) {
            // Refused below.
        }
        throw new ProblemException(
                ProblemCode.UNSUPPORTED_MEDIA_TYPE, "Content-Type must be application/xml");
    }
}
