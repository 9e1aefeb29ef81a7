package dev.portside.http;

/**
 * A request as it came over the wire.
 *
 * @param method as sent; methods are case-sensitive (RFC 9110 §9.1)
 * @param path the path of the target as sent, percent-encoded, with the prefix under which the API is mounted removed; a whole
 *     URI without its query where the client sent one, unless the server has taken it apart
 * @param prefix that prefix, without a slash at its end; empty when the API is mounted at the root
 * @param query what follows the {@code ?} as sent; empty when there is none
 */
public record Request(String method, String prefix, String path, String query, Headers headers, Body body) {

    /** Returns the same request for another path and query. */
    public Request withTarget(String otherPath, String otherQuery) {
        return otherPath.equals(path) && otherQuery.equals(query)
                ? this
                : new Request(method, prefix, otherPath, otherQuery, headers, body);
    }

    /** Returns the path as the client knows it. */
    public String clientPath() {
        return prefix + path;
    }
}
