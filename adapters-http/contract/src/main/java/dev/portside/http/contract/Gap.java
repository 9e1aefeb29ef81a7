package dev.portside.http.contract;

/**
 * Part of the contract that a server cannot meet, because it runs on connections that are another program's, or because its own
 * HTTP reads less than the standard allows. The contract then asserts what the server does instead, so that a gap which has
 * closed is found as well.
 */
public enum Gap {

    /** The server does not learn that a client has left: work goes on until it is done or its deadline is over. */
    CLIENT_LEAVING,

    /** A header may take as long as it likes, as long as some of it keeps coming. */
    HEADER_TIME,

    /** A header or URI beyond the limit of the connection is 400, as any other that is malformed. */
    HEADER_STATUS,

    /** A header beyond the limit is 400, and a URI beyond it 414, as it should be. */
    FIELDS_STATUS,

    /** Lines of a header may end with LF alone. */
    BARE_LF,

    /** Blanks in a request line may be doubled, and its version in any case. */
    LOOSE_LINE,

    /** The version in a request line may be in lower case. */
    VERSION_CASE,

    /** Of a length and chunks together the length is dropped, as RFC 9112 §6.3 permits as well. */
    LENGTH_DROPPED,

    /**
     * A request that is refused before its version was read, or has none, is answered without a status line, as HTTP/0.9
     * was.
     */
    BARE_REFUSALS,

    /** The connection ends behind each 400, also where the end of its request was seen. */
    REFUSALS_CLOSE,

    /**
     * The unwanted rest of a body may come as slowly as it likes, as long as it keeps coming, up to the server's limit of
     * bytes.
     */
    REST_TIME,

    /** A user's name in a target that is a whole URI is left out of account. */
    USERINFO,

    /** A client of HTTP/1.0 that expects 100 gets it, and one that expects it for no body loses its connection. */
    EXPECTATIONS,

    /** An {@code Upgrade} that {@code Connection} does not name is refused with 400. */
    UPGRADE_FIELD,

    /** {@code OPTIONS *} is 404. */
    SERVER_OPTIONS,

    /** HTTP/1.0 is refused with 505. */
    HTTP_1_0,

    /** Chunks with extensions and bodies with trailers are refused with 400, though RFC 9112 §7.1 has both ignored. */
    CHUNK_EXTENSIONS,

    /** A refusal of a malformed header has a request id of its own, and not the client's. */
    REFUSAL_ID,

    /** A field on several lines is read as one, with blanks for their ends, which RFC 9112 §5.2 allows as well. */
    FOLDED_FIELDS,

    /** Blanks between the size of a chunk and its extension are refused with 400, though RFC 9112 §7.1.1 has them read. */
    CHUNK_BLANKS,

    /** When it stops, what has begun is answered, and what arrives later is refused with 503 or hung up on. */
    LATE_REQUESTS,

    /** An address that it cannot listen on was not chosen by a setting of ours, so the error names none. */
    ADDRESS_SETTING
}
