package tallystick.engine.audit;

import org.jspecify.annotations.Nullable;

/** Why a bundle is not believed. */
public final class BundleFaultException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What sort of fault it is. */
    public enum Kind {
        /** Something is other than it was written. */
        TAMPERED,
        /** Something is missing that a whole bundle has. */
        INCOMPLETE,
        /** Too few witnesses cosigned. */
        UNWITNESSED
    }

    private final Kind kind;
    private final @Nullable Long position;

    private BundleFaultException(Kind kind, @Nullable Long position, String reason) {
        super(reason);
        this.kind = kind;
        this.position = position;
    }

    static BundleFaultException tampered(String reason) {
        return new BundleFaultException(Kind.TAMPERED, null, reason);
    }

    static BundleFaultException tampered(long position, String reason) {
        return new BundleFaultException(Kind.TAMPERED, position, reason);
    }

    static BundleFaultException incomplete(String reason) {
        return new BundleFaultException(Kind.INCOMPLETE, null, reason);
    }

    static BundleFaultException unwitnessed(String reason) {
        return new BundleFaultException(Kind.UNWITNESSED, null, reason);
    }

    /** What sort of fault it is. */
    public Kind kind() {
        return kind;
    }

    /** The first event that cannot be believed, null when the fault is in no event. */
    public @Nullable Long position() {
        return position;
    }
}
