package tallystick.app.api.person;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import tallystick.app.api.LedgerGateway;
import tallystick.app.api.Reads;
import tallystick.app.api.Wire;
import tallystick.app.api.WireText;
import tallystick.app.api.WriteRequest;
import tallystick.app.api.access.Access;
import tallystick.app.api.problem.ProblemCode;
import tallystick.app.api.problem.ProblemDocument;
import tallystick.app.api.problem.ProblemException;
import tallystick.app.person.PersonBook;
import tallystick.app.person.PersonBook.Asked;
import tallystick.app.person.PersonBook.Done;
import tallystick.domain.IdempotencyKey;
import tallystick.domain.Refusal;
import tallystick.domain.RefusalCode;
import tallystick.projections.sql.RowScope;

/** Something was done about somebody's personal data. */
@Wire
record PersonStepResource(String person, String position) {

    /** Does it and answers, or refuses. */
    static ResponseEntity<PersonStepResource> done(
            HttpStatus status, LedgerGateway.Step<Done> step) {
        Done done = LedgerGateway.orProblem(step);
        return switch (done.outcome()) {
            case DONE -> ResponseEntity.status(status).body(of(done));
            case REPLAYED ->
                    ResponseEntity.status(status)
                            .header("Idempotent-Replayed", "true")
                            .body(of(done));
            case KEY_REUSED ->
                    throw refused(
                            RefusalCode.IDEMPOTENCY_KEY_REUSED,
                            "Idempotency-Key",
                            "was used for something else");
            case SAME_PERSON ->
                    throw refused(
                            RefusalCode.SAME_PERSON, "matter", "needs another person to lift it");
            case NOTHING_THERE -> throw Reads.missing("legal hold, or nobody proposed to lift it");
            case UNDER_HOLD ->
                    throw new ProblemException(
                            ProblemCode.LEGAL_HOLD,
                            "a legal hold forbids to erase this person; that it was asked for is"
                                    + " in the journal at position "
                                    + done.position());
        };
    }

    private static PersonStepResource of(Done done) {
        return new PersonStepResource(done.person(), WireText.position(done.position()));
    }

    private static ProblemException refused(RefusalCode code, String field, String rule) {
        return new ProblemException(ProblemDocument.of(new Refusal(code, field, rule)));
    }

    /** Who asks, and under which key. */
    static Asked asked(WriteRequest write) {
        IdempotencyKey key = write.key();
        return new Asked(write.actor(), key == null ? null : key.key(), System.currentTimeMillis());
    }

    /**
     * Somebody who is the caller's.
     *
     * @throws ProblemException 404 for nobody, and for somebody else's
     */
    static String own(PersonBook book, HttpServletRequest request, String id) {
        RowScope rows = Access.of(request).rows();
        boolean isOwn =
                book.isKnown(id) && (!rows.isNarrow() || rows.hasOperator(book.operatorOf(id)));
        return Reads.found(isOwn ? id : null, "person");
    }
}
