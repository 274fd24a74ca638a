package tallystick.app.security;

import java.nio.file.Path;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A certificate for 127.0.0.1 and localhost, for servers of tests in other packages. */
public final class TestTls {

    private final TestCertificates certificates;

    private TestTls(TestCertificates certificates) {
        this.certificates = certificates;
    }

    /** A new certificate, signed by itself. */
    public static TestTls make(Path directory, String name) throws Exception {
        return new TestTls(TestCertificates.make(directory, name));
    }

    /** What a server shows. */
    public SSLContext serverContext() throws Exception {
        KeyManagerFactory keys =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(certificates.store(), "changeit".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    /** Trusts that server and no other. */
    public SSLContext trusting() throws Exception {
        return certificates.trustingMe(null);
    }
}
