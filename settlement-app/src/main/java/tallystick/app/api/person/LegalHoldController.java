package tallystick.app.api.person;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.WriteRequest;
import tallystick.app.person.PersonBook;

/**
 * {@code POST /v1/persons/{person}/hold} forbids to erase somebody; {@code …/hold/lift} by one
 * person and {@code …/hold/lift/check} by another allow it again. To set a hold destroys nothing,
 * so one person may.
 */
@RestController
public final class LegalHoldController {

    private static final String HOLD = "/v1/persons/{person}/hold";

    private final PersonBook book;

    public LegalHoldController(PersonBook book) {
        this.book = book;
    }

    @PostMapping(HOLD)
    ResponseEntity<PersonStepResource> set(@PathVariable String person, HttpServletRequest request)
            throws IOException {
        WriteRequest write = WriteRequest.read(request);
        String matter = matter(write);
        String own = PersonStepResource.own(book, request, person);
        return PersonStepResource.done(
                HttpStatus.OK, () -> book.hold(own, matter, PersonStepResource.asked(write)));
    }

    @PostMapping(HOLD + "/lift")
    ResponseEntity<PersonStepResource> propose(
            @PathVariable String person, HttpServletRequest request) throws IOException {
        WriteRequest write = WriteRequest.read(request);
        String matter = matter(write);
        String own = PersonStepResource.own(book, request, person);
        return PersonStepResource.done(
                HttpStatus.OK,
                () -> book.proposeLift(own, matter, PersonStepResource.asked(write)));
    }

    @PostMapping(HOLD + "/lift/check")
    ResponseEntity<PersonStepResource> lift(@PathVariable String person, HttpServletRequest request)
            throws IOException {
        WriteRequest write = WriteRequest.read(request);
        String matter = matter(write);
        String own = PersonStepResource.own(book, request, person);
        return PersonStepResource.done(
                HttpStatus.OK, () -> book.lift(own, matter, PersonStepResource.asked(write)));
    }

    /** A reference to a case, in the journal for ever: nothing that a name could be written in. */
    private static String matter(WriteRequest write) {
        String matter = write.fields().text("matter");
        write.fields()
                .broken(
                        "matter",
                        matter.matches("[A-Za-z0-9./-]{1,64}")
                                ? null
                                : "must be a reference of 1 to 64 letters, digits, dots, slashes"
                                        + " and hyphens");
        write.fields().finish();
        return matter;
    }
}
