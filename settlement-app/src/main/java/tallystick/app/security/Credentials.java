package tallystick.app.security;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import tallystick.app.person.Pseudonyms;
import tallystick.app.security.key.ApiKey;
import tallystick.app.security.key.BootstrapKey;
import tallystick.app.security.key.KeyRing;
import tallystick.app.security.key.KeyText;
import tallystick.domain.usage.UsageRecord;
import tallystick.engine.ingest.IngestAuthority;
import tallystick.engine.ingest.IngestWriter;
import tallystick.engine.ingest.rule.UsageFaults.Fault;

/** From the text that somebody came with to who that is, at every door. */
public final class Credentials implements IngestAuthority {

    private static final Set<Role> WRITERS = Set.of(Role.USAGE_WRITE);

    private final KeyRing keys;
    private final SecurityMode mode;
    private final @Nullable TokenIssuer issuer;
    private final ScopedAccess.Sources sources;
    private final Pseudonyms pseudonyms;

    Credentials(
            KeyRing keys,
            SecurityMode mode,
            @Nullable TokenIssuer issuer,
            ScopedAccess.Sources sources,
            Pseudonyms pseudonyms) {
        this.keys = keys;
        this.mode = mode;
        this.issuer = issuer;
        this.sources = sources;
        this.pseudonyms = pseudonyms;
    }

    /**
     * Who comes with a credential.
     *
     * @throws AuthenticationException when it is not good; never repeats it
     */
    LedgerPrincipal open(String credential) {
        if (credential.startsWith(KeyText.PREFIX)) {
            ApiKey key = mode.takesKeys() ? keys.open(credential) : null;
            if (key == null) {
                throw new InvalidBearerTokenException("there is no such key");
            }
            LedgerPrincipal principal = key.principal();
            String subject = principal.subject();
            boolean isNobody =
                    subject.equals(principal.key())
                            || subject.equals(BootstrapKey.NAME)
                            || Pseudonyms.isOne(subject);
            return isNobody ? principal : pseudonyms.of(principal);
        }
        if (!mode.takesTokens() || issuer == null) {
            throw new InvalidBearerTokenException("tokens are not taken here");
        }
        return pseudonyms.of(issuer.open(credential));
    }

    ScopedAccess accessOf(LedgerPrincipal principal) {
        return new ScopedAccess(principal, sources);
    }

    @Override
    public @Nullable IngestWriter authenticate(String credential) {
        try {
            LedgerPrincipal principal = open(credential);
            // A token that is bound to a certificate proves nothing where none is shown.
            boolean mayWrite = principal.hasAny(WRITERS) && principal.certificate() == null;
            boolean isReader = principal.binding() instanceof Binding.OfJurisdiction;
            return mayWrite && !isReader ? new Writer(principal) : null;
        } catch (AuthenticationException notGood) {
            return null;
        }
    }

    /** Whether a principal's credential is still good. */
    boolean isGood(LedgerPrincipal principal) {
        long now = System.currentTimeMillis();
        String id = principal.key();
        ApiKey key = id == null ? null : keys.find(id);
        return now < principal.expiresAtEpochMillis()
                && (id == null || (key != null && key.isGoodAt(now)));
    }

    private final class Writer implements IngestWriter {

        private final LedgerPrincipal principal;

        Writer(LedgerPrincipal principal) {
            this.principal = principal;
        }

        @Override
        public String actor() {
            return principal.getName();
        }

        @Override
        public boolean isGood() {
            return Credentials.this.isGood(principal);
        }

        @Override
        public List<@Nullable Fault> judge(List<UsageRecord> records) {
            return accessOf(principal).judge(records);
        }
    }
}
