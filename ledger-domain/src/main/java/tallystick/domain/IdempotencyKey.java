package tallystick.domain;

/**
 * A caller's promise that requests with the same key are one request.
 *
 * @param key 1 … 128 characters, unique per actor
 * @param fingerprint 64 bits of SHA-256 over the request's canonical body
 */
public record IdempotencyKey(String key, long fingerprint) {}
