package tallystick.app.api.quota;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.Created;
import tallystick.app.api.LedgerGateway;
import tallystick.app.api.WriteRequest;
import tallystick.domain.Answer;
import tallystick.domain.LedgerCommand.Quotas.SetQuota;
import tallystick.domain.quota.QuotaScope;
import tallystick.domain.quota.QuotaTerms;

/**
 * {@code PUT /v1/quotas/{name}} and {@code PUT /v1/wallets/{wallet}/quotas/{name}}: sets a quota,
 * or sets it anew; what was consumed stays counted unless window or measure change.
 */
@RestController
public final class SetQuotaController {

    private final LedgerGateway ledger;
    private final RateLimits limits;

    public SetQuotaController(LedgerGateway ledger, RateLimits limits) {
        this.ledger = ledger;
        this.limits = limits;
    }

    @PutMapping("/v1/quotas/{name}")
    ResponseEntity<QuotaResource> set(@PathVariable String name, HttpServletRequest request)
            throws IOException {
        WriteRequest write = WriteRequest.readAnyKey(request);
        QuotaScope scope = write.fields().word("scope", QuotaFields.SCOPES);
        String subject = write.fields().text("subject");
        return set(write, QuotaFields.terms(name, scope, subject, write.fields()));
    }

    @PutMapping("/v1/wallets/{wallet}/quotas/{name}")
    ResponseEntity<QuotaResource> set(
            @PathVariable String wallet, @PathVariable String name, HttpServletRequest request)
            throws IOException {
        WriteRequest write = WriteRequest.readAnyKey(request);
        String quota = ofWallet(wallet, name);
        return set(write, QuotaFields.terms(quota, QuotaScope.WALLET, wallet, write.fields()));
    }

    /** The ledger knows quotas by one name each; this is the one of a wallet's own. */
    static String ofWallet(String wallet, String name) {
        return wallet + "/" + name;
    }

    private ResponseEntity<QuotaResource> set(WriteRequest write, QuotaTerms terms) {
        Answer answer = ledger.ask(write.of(new SetQuota(terms)));
        limits.quotaSet();
        return Created.step(answer, QuotaResource.of(terms, answer.position()));
    }
}
