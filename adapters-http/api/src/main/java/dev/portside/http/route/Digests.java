package dev.portside.http.route;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Digests by copying one that was found before: to find one anew costs as much as to digest a page. */
public final class Digests {

    private static final MessageDigest SHA_256 = find();

    private Digests() {}

    /** A SHA-256 that nothing was put into yet. */
    public static MessageDigest sha256() {
        try {
            return (MessageDigest) SHA_256.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("The JDK's own digests can be cloned.", e);
        }
    }

    private static MessageDigest find() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256.", e);
        }
    }
}
