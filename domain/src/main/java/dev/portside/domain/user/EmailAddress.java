package dev.portside.domain.user;

import dev.portside.domain.InvalidValue;
import java.util.Locale;

/**
 * An e-mail address, kept as it was given and compared {@linkplain #key() ignoring case}.
 *
 * <p>The syntax is RFC 5321's {@code Mailbox} in its everyday form: a dot-string, {@code @}, and a domain of
 * letter-digit-hyphen labels (RFC 1123 §2.1). Quoted local parts and address literals are refused. It is ASCII, so that
 * ignoring case means the same in every database and every locale; an internationalised domain is written in its
 * {@code xn--} form (RFC 5890). The constructor takes whatever a store may hold, addresses from earlier releases among
 * them; {@link #of} is for addresses that people give.
 *
 * @param value 3 to {@value #MAX_LENGTH} characters
 */
public record EmailAddress(String value) {

    /** RFC 5321 §4.5.3.1.3 with erratum 1690: a path has 256 octets, two of them are the angle brackets. */
    public static final int MAX_LENGTH = 254;

    /** RFC 5321 §4.5.3.1.1. */
    private static final int MAX_LOCAL_LENGTH = 64;

    /** RFC 1035 §2.3.4. */
    private static final int MAX_LABEL_LENGTH = 63;

    private static final String LOCAL_SPECIALS = "!#$%&'*+-/=?^_`{|}~";

    public EmailAddress {
        if (value.length() > MAX_LENGTH) {
            throw new InvalidValue("must be at most " + MAX_LENGTH + " characters, but was " + value.length());
        }
        int at = value.lastIndexOf('@');
        if (at < 0) {
            throw new InvalidValue("must be an e-mail address such as ada@example.org, but has no @");
        }
        requireLocalPart(value.substring(0, at));
        requireDomain(value.substring(at + 1));
    }

    /**
     * Returns the address that was given, which mail from the public Internet can reach: its domain has at least two labels,
     * and the last is no number (RFC 3696 §2), so it is neither a host of a local network nor an IPv4 address.
     *
     * @throws InvalidValue naming the rule that it breaks
     */
    public static EmailAddress of(String given) {
        EmailAddress address = new EmailAddress(given);
        int lastDot = given.lastIndexOf('.');
        if (lastDot < given.lastIndexOf('@') || !startsWithLetter(given, lastDot + 1)) {
            throw new InvalidValue(
                    "must be an e-mail address such as ada@example.org, whose domain ends with a top-level domain");
        }
        return address;
    }

    private static boolean startsWithLetter(String text, int at) {
        char c = text.charAt(at);
        return isLetterOrDigit(c) && !(c >= '0' && c <= '9');
    }

    /** The form in which two equal addresses are equal strings: lower case. */
    public String key() {
        return value.toLowerCase(Locale.ROOT);
    }

    /** Hides the address, because whatever holds one ends in a log. {@link #value} returns it. */
    @Override
    public String toString() {
        return "(an e-mail address)";
    }

    private static void requireLocalPart(String local) {
        if (local.isEmpty() || local.length() > MAX_LOCAL_LENGTH) {
            throw new InvalidValue(
                    "must be an e-mail address with 1 to " + MAX_LOCAL_LENGTH + " characters before the @");
        }
        for (int i = 0; i < local.length(); i++) {
            char c = local.charAt(i);
            boolean dotBetweenAtoms = c == '.' && i > 0 && i < local.length() - 1 && local.charAt(i - 1) != '.';
            if (!isLetterOrDigit(c) && LOCAL_SPECIALS.indexOf(c) < 0 && !dotBetweenAtoms) {
                throw new InvalidValue("must be an e-mail address, but has " + describe(c) + " before the @");
            }
        }
    }

    private static void requireDomain(String domain) {
        int labelStart = 0;
        for (int i = 0; i <= domain.length(); i++) {
            if (i == domain.length() || domain.charAt(i) == '.') {
                requireLabel(domain, labelStart, i);
                labelStart = i + 1;
            }
        }
    }

    private static void requireLabel(String domain, int start, int end) {
        if (end == start
                || end - start > MAX_LABEL_LENGTH
                || domain.charAt(start) == '-'
                || domain.charAt(end - 1) == '-') {
            throw new InvalidValue("must be an e-mail address with a valid domain after the @");
        }
        for (int i = start; i < end; i++) {
            char c = domain.charAt(i);
            if (!isLetterOrDigit(c) && c != '-') {
                throw new InvalidValue("must be an e-mail address, but has " + describe(c) + " after the @");
            }
        }
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    private static String describe(char c) {
        return c > ' ' && c < 0x7f ? "a misplaced '" + c + "'" : "U+%04X".formatted((int) c);
    }
}
